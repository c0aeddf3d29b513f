"use client";

import { useActionState, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { NewPasswordField } from "@/components/security/new-password-field";
import { Button } from "@/components/ui/button";
import type { PasswordProblem } from "@/lib/auth/new-password";

export type NewPasswordState = { problem?: PasswordProblem | "required" };

type Props = {
  email: string;
  known: string[];
  save: (previous: NewPasswordState, form: FormData) => Promise<NewPasswordState>;
};

/** A new password, typed once. */
export function NewPasswordForm({ email, known, save }: Props) {
  const t = useTranslations("recover.new");
  const problems = useTranslations("security.password.problems");
  const [state, submit, isBusy] = useActionState(save, {});
  const form = useRef<HTMLFormElement>(null);
  const { problem } = state;

  useEffect(() => {
    if (state.problem) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state]);

  return (
    <form ref={form} action={submit} noValidate className="grid gap-6">
      {/* For password managers, which file a password under the name that stands before it. */}
      <input
        type="text"
        name="username"
        value={email}
        readOnly
        autoComplete="username"
        tabIndex={-1}
        aria-hidden="true"
        className="sr-only"
      />
      <NewPasswordField
        name="password"
        label={t("password")}
        known={known}
        error={problem && (problem === "required" ? t("required") : problems(problem))}
        answer={state}
      />
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t("submit")}
      </Button>
    </form>
  );
}
