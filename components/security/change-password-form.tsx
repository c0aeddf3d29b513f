"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { PasswordField } from "@/components/login/password-field";
import { Username } from "@/components/login/username";
import { Alert } from "@/components/ui/alert";
import { useFirstRefused } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";
import { NewPasswordField, type NewPasswordProblem } from "./new-password-field";

/** What the action answers; `current` is one of `security.password.problems`. */
export type ChangePasswordState = {
  ok?: true;
  current?: { key: "wrong" | "throttled" | "required"; minutes?: number };
  next?: NewPasswordProblem;
};

type Props = {
  email: string;
  /** The person's own words, which make a password easy to guess. */
  known: string[];
  change: (previous: ChangePasswordState, form: FormData) => Promise<ChangePasswordState>;
};

/** Changes the password. The meter helps; the server decides. */
export function ChangePasswordForm({ email, known, change }: Props) {
  const t = useTranslations("security.password");
  const [state, submit, isBusy] = useActionState(change, {});
  const form = useFirstRefused(state);

  return (
    <form ref={form} action={submit} noValidate className="grid gap-5 px-5 pt-4 pb-5 sm:px-6 sm:pb-6">
      {state.ok && (
        <Alert tone="positive" role="status">
          {t("done")}
        </Alert>
      )}
      <Username value={email} />
      <PasswordField
        name="current"
        label={t("current")}
        error={state.current && t(`problems.${state.current.key}`, { minutes: state.current.minutes ?? 1 })}
      />
      <NewPasswordField name="next" label={t("next")} known={known} problem={state.next} answer={state} />
      <div>
        <Button type="submit" look="primary" isBusy={isBusy} className="w-full sm:w-auto">
          {t("change")}
        </Button>
      </div>
    </form>
  );
}
