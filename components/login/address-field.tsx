"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useEachAnswer } from "@/components/ui/answers";
import { Field } from "@/components/ui/field";

type Props = {
  /** The form's newest answer: the focus comes here with it. */
  answer: unknown;
  error?: string;
  /** What was typed into this form before. */
  value?: string;
};

// What was typed on the page before, so that nobody types it twice. Kept in this tab's memory only: an address is
// personal data, and has no place in a URL or a log.
let typed = "";

/** The e-mail or video address that somebody is known by. */
export function AddressField({ answer, error, value }: Props) {
  const t = useTranslations("login");
  const field = useRef<HTMLInputElement>(null);
  const [typedBefore] = useState(typed);

  useEffect(() => {
    // Typed, or filled in by the browser, before this script was there.
    typed = field.current?.value ?? "";
  }, []);

  useEachAnswer(answer, () => {
    // At first, on a touch screen, it would push the page away under the keyboard before it was read.
    if (error || value || matchMedia("(pointer: fine)").matches) field.current?.focus();
  });

  return (
    <Field
      ref={field}
      id="address"
      name="address"
      type="text"
      inputMode="email"
      label={t("address")}
      error={error}
      defaultValue={value || typedBefore}
      onChange={(event) => {
        typed = event.currentTarget.value;
      }}
      required
      maxLength={300}
      autoComplete="username"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
    />
  );
}
