"use client";

import { useActionState, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { CodeField } from "@/components/factor/code-field";
import { PasswordField } from "@/components/login/password-field";
import { Button } from "@/components/ui/button";

/** What the action answers; `key` is one of `confirm.problems`. */
export type ConfirmState = {
  problem?: { key: "wrong_password" | "wrong_code" | "passkey_refused" | "throttled"; minutes?: number };
};

type Props = {
  /** Path of ours to go to afterwards. */
  to: string;
  by: "code" | "password";
  confirm: (previous: ConfirmState, form: FormData) => Promise<ConfirmState>;
};

/** Proves anew who somebody is, by a code or, without a second factor, by the password. */
export function ConfirmForm({ to, by, confirm }: Props) {
  const t = useTranslations("confirm");
  const tFactor = useTranslations("factor");
  const [state, submit, isBusy] = useActionState(confirm, {});
  const password = useRef<HTMLInputElement>(null);
  const { problem } = state;
  useEffect(() => {
    if (problem || matchMedia("(pointer: fine)").matches) password.current?.focus();
  }, [problem]);
  const words = problem && t(`problems.${problem.key}`, { minutes: problem.minutes ?? 1 });
  return (
    <form action={submit} noValidate className="grid gap-5">
      <input type="hidden" name="to" value={to} />
      {by === "code" ? (
        <CodeField
          answer={state}
          error={words}
          label={tFactor("code")}
          hint={tFactor("recoveryHint")}
          takesRecoveryCodes
        />
      ) : (
        <PasswordField ref={password} error={words} />
      )}
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t("submit")}
      </Button>
    </form>
  );
}
