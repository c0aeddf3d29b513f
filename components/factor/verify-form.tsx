"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { CodeField } from "./code-field";
import { problemWords } from "./problem-words";
import type { VerifyState } from "./state";

type Props = { verify: (previous: VerifyState, form: FormData) => Promise<VerifyState> };

/** Asks for the second factor. */
export function VerifyForm({ verify }: Props) {
  const t = useTranslations("factor");
  const [state, submit, isBusy] = useActionState(verify, {});
  return (
    <form action={submit} noValidate className="grid gap-5">
      <CodeField
        answer={state}
        error={problemWords(t, state)}
        label={t("code")}
        hint={t("recoveryHint")}
        takesRecoveryCodes
      />
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t("verify")}
      </Button>
    </form>
  );
}
