"use client";

import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { AppSteps, type WaitingApp } from "./app-steps";
import { makePasskey } from "./ask-passkey";
import { PasskeyFirst } from "./passkey-first";
import { problemWords } from "./problem-words";
import { RecoveryCodes } from "./recovery-codes";
import type { EnrollState } from "./state";

type Props = {
  /** Null once a factor has been proven. */
  waiting: WaitingApp | null;
  confirm: (previous: EnrollState, form: FormData) => Promise<EnrollState>;
  beginPasskey: () => Promise<PublicKeyCredentialCreationOptionsJSON | null>;
  finish: () => Promise<void>;
};

/** Sets the first factor up, a passkey or an app, and shows the recovery codes. */
export function EnrollForm({ waiting, confirm, beginPasskey, finish }: Props) {
  const t = useTranslations("factor");
  const [state, submit, isBusy] = useActionState(confirm, {});
  if (state.recoveryCodes) return <RecoveryCodes codes={state.recoveryCodes} finish={finish} />;
  if (!waiting)
    return (
      <form action={finish} className="grid gap-5">
        <Alert tone="positive">{t("codes.shown")}</Alert>
        <Button type="submit" look="primary" size="large" className="w-full">
          {t("next")}
        </Button>
      </form>
    );
  return (
    <PasskeyFirst
      intro={t("passkey.what")}
      label={t("passkey.make")}
      ask={() => makePasskey(beginPasskey)}
      refusal={problemWords(t, state).atPasskey}
      submit={submit}
      isBusy={isBusy}
      or={t("passkey.orApp")}
    >
      <AppSteps waiting={waiting} state={state} submit={submit} isBusy={isBusy} isSecond />
    </PasskeyFirst>
  );
}
