"use client";

import { useActionState, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { PasswordField } from "@/components/login/password-field";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { PasswordProblem } from "@/lib/auth/new-password";
import { PASSWORD_LENGTH, scoredPart, weaknessOf } from "@/lib/auth/password-rules";
import { type Strength, StrengthMeter } from "./strength-meter";

/** What the action answers; problems are keys of `security.password.problems`. */
export type ChangePasswordState = {
  ok?: true;
  current?: { key: "wrong" | "throttled" | "required"; minutes?: number };
  next?: PasswordProblem | "same";
};

type Props = {
  /** The person's own words, which make a password easy to guess. */
  known: string[];
  change: (previous: ChangePasswordState, form: FormData) => Promise<ChangePasswordState>;
};

// 800 kB of word lists: fetched when somebody is about to type a new password, and only then.
const loadEstimate = () => import("zxcvbn").then((module) => module.default);

/** Changes the password. The meter helps; the server decides. */
export function ChangePasswordForm({ known, change }: Props) {
  const t = useTranslations("security.password");
  const [state, submit, isBusy] = useActionState(change, {});
  const [strength, setStrength] = useState<Strength | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const newest = useRef("");

  useEffect(() => {
    if (state.ok) setStrength(null);
    else if (state.current || state.next) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [state]);

  const estimate = async (password: string) => {
    newest.current = password;
    if (!password) return setStrength(null);
    const zxcvbn = await loadEstimate().catch(() => null);
    if (!zxcvbn || newest.current !== password) return;
    const result = zxcvbn(scoredPart(password), known);
    const missing = Math.max(0, PASSWORD_LENGTH.min - [...password.normalize("NFC")].length);
    setStrength({ score: result.score, weakness: weaknessOf(result), missing });
  };

  return (
    <form ref={form} action={submit} noValidate className="grid gap-5 px-5 pt-4 pb-5 sm:px-6 sm:pb-6">
      {state.ok && (
        <Alert tone="positive" role="status">
          {t("done")}
        </Alert>
      )}
      <PasswordField
        name="current"
        label={t("current")}
        error={state.current && t(`problems.${state.current.key}`, { minutes: state.current.minutes ?? 1 })}
      />
      <PasswordField
        name="next"
        label={t("next")}
        autoComplete="new-password"
        error={state.next && t(`problems.${state.next}`)}
        hint={<StrengthMeter strength={strength} />}
        onFocus={() => void loadEstimate().catch(() => null)}
        onChange={(value) => void estimate(value)}
      />
      <div>
        <Button type="submit" look="primary" isBusy={isBusy} className="w-full sm:w-auto">
          {t("change")}
        </Button>
      </div>
    </form>
  );
}
