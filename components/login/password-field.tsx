"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, type Ref, useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";

type Props = {
  ref?: Ref<HTMLInputElement>;
  name?: string;
  /** Without one it is the password of the sign-in. */
  label?: string;
  hint?: ReactNode;
  error?: string;
  autoComplete?: "current-password" | "new-password";
  onFocus?: () => void;
  onChange?: (value: string) => void;
};

/** A password that its owner may look at. Before JavaScript it is an ordinary password field. */
export function PasswordField({
  ref,
  name = "password",
  label,
  hint,
  error,
  autoComplete = "current-password",
  onFocus,
  onChange,
}: Props) {
  const t = useTranslations("login");
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field
      ref={ref}
      id={name}
      name={name}
      type={isShown ? "text" : "password"}
      label={label ?? t("password")}
      hint={hint}
      error={error}
      required
      maxLength={1024}
      autoComplete={autoComplete}
      onFocus={onFocus}
      onChange={onChange && ((event) => onChange(event.currentTarget.value))}
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
