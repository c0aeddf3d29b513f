"use client";

import { useRef } from "react";
import { useEachAnswer } from "@/components/ui/answers";
import { Field } from "@/components/ui/field";

type Props = {
  label: string;
  hint?: string;
  error?: string;
  takesRecoveryCodes?: boolean;
  /** The answer of the form's action: a new one with an error takes the focus here. */
  answer: object;
  /** Another way stands before it: the focus comes here only with an error. */
  isSecond?: boolean;
};

/** Where a code is typed. Gets the focus again, empty, when a code was wrong. */
export function CodeField({ label, hint, error, takesRecoveryCodes = false, answer, isSecond }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEachAnswer(answer, () => {
    if (error || (!isSecond && matchMedia("(pointer: fine)").matches)) field.current?.focus();
  });
  return (
    <Field
      ref={field}
      id="code"
      name="code"
      type="text"
      inputMode={takesRecoveryCodes ? "text" : "numeric"}
      label={label}
      hint={hint}
      error={error}
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
