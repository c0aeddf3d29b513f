"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Username } from "@/components/login/username";
import { NewPasswordField, type NewPasswordProblem } from "@/components/security/new-password-field";
import { Alert } from "@/components/ui/alert";
import { useFirstRefused } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";
import { type ShownTextsProps, TextTicks, type TicksState } from "./text-ticks";

/** What the activation form gets back. */
export type ActivateState = TicksState & { password?: NewPasswordProblem };

type Props = ShownTextsProps & {
  email: string;
  known: string[];
  activate: (previous: ActivateState, form: FormData) => Promise<ActivateState>;
};

/** A password, typed once, and a tick for each text. */
export function ActivateForm({ email, known, activate, ...texts }: Props) {
  const t = useTranslations("activate");
  const [state, submit, isBusy] = useActionState(activate, {});
  const form = useFirstRefused(state);
  return (
    <form ref={form} action={submit} noValidate className="grid gap-6">
      {state.textsChanged && (
        <Alert tone="warning" role="alert">
          {t("textsChanged")}
        </Alert>
      )}
      <Username value={email} />
      <NewPasswordField
        name="password"
        label={t("password")}
        known={known}
        problem={state.password}
        answer={state}
      />
      <TextTicks state={state} {...texts} />
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t("submit")}
      </Button>
    </form>
  );
}
