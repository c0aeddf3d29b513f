"use client";

import { Eye, EyeOff } from "lucide-react";
import { type Ref, useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";

/** A password that its owner may look at. Before JavaScript it is an ordinary password field. */
export function PasswordField({ error, ref }: { error?: string; ref: Ref<HTMLInputElement> }) {
  const t = useTranslations("login");
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field
      ref={ref}
      id="password"
      name="password"
      type={isShown ? "text" : "password"}
      label={t("password")}
      error={error}
      required
      maxLength={1024}
      autoComplete="current-password"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      className="pr-12"
      inside={
        <button
          type="button"
          aria-label={t(isShown ? "hidePassword" : "showPassword")}
          onClick={() => setShown(!isShown)}
          className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-control text-ink-faint hover:text-ink noscript:hidden"
        >
          <Icon aria-hidden className="size-5" />
        </button>
      }
    />
  );
}
