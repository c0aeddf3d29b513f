"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Username } from "@/components/login/username";
import { NewPasswordField, type NewPasswordProblem } from "@/components/security/new-password-field";
import { useFirstRefused } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";

export type NewPasswordState = { problem?: NewPasswordProblem };

type Props = {
  email: string;
  known: string[];
  save: (previous: NewPasswordState, form: FormData) => Promise<NewPasswordState>;
};

/** A new password, typed once. */
export function NewPasswordForm({ email, known, save }: Props) {
  const t = useTranslations("recover.new");
  const [state, submit, isBusy] = useActionState(save, {});
  const form = useFirstRefused(state);
  return (
    <form ref={form} action={submit} noValidate className="grid gap-6">
      <Username value={email} />
      <NewPasswordField
        name="password"
        label={t("password")}
        known={known}
        problem={state.problem}
        answer={state}
      />
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t("submit")}
      </Button>
    </form>
  );
}
