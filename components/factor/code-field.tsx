"use client";

import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import type { VerifyState } from "./state";

type Props = { state: VerifyState; label: string; hint?: string; takesRecoveryCodes?: boolean };

/** Where a code is typed. Gets the focus again, empty, when a code was wrong. */
export function CodeField({ state, label, hint, takesRecoveryCodes = false }: Props) {
  const t = useTranslations("factor");
  const field = useRef<HTMLInputElement>(null);
  const { problem } = state;
  useEffect(() => {
    if (problem || matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, [problem]);
  return (
    <Field
      ref={field}
      id="code"
      name="code"
      type="text"
      inputMode={takesRecoveryCodes ? "text" : "numeric"}
      label={label}
      hint={hint}
      error={problem && t(`problems.${problem.key}`, { minutes: problem.minutes ?? 1 })}
      required
      maxLength={30}
      autoComplete="one-time-code"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      className="font-mono text-lg tracking-widest"
    />
  );
}
