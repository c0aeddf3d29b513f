"use client";

import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { signWithPasskey } from "./ask-passkey";
import { CodeField } from "./code-field";
import { PasskeyFirst } from "./passkey-first";
import { problemWords } from "./problem-words";
import type { ProofState } from "./state";
import { TypedForm } from "./typed-form";

type Props = {
  verify: (previous: ProofState, form: FormData) => Promise<ProofState>;
  /** Asks for what a passkey has to sign; null for somebody without one. */
  beginPasskey: (() => Promise<PublicKeyCredentialRequestOptionsJSON | null>) | null;
  hasApp: boolean;
};

/** Asks for the second factor. A passkey is asked for by itself. */
export function VerifyForm({ verify, beginPasskey, hasApp }: Props) {
  const t = useTranslations("factor");
  const [state, submit, isBusy] = useActionState(verify, {});
  const isSecond = beginPasskey !== null;
  const { atPasskey, atField } = problemWords(t, state);
  const byCode = (
    <TypedForm submit={submit} isBusy={isBusy} label={t("verify")} isSecond={isSecond}>
      <CodeField
        answer={state}
        error={atField}
        label={t(hasApp ? "code" : "recoveryCode")}
        hint={t(hasApp ? "recoveryHint" : "recoveryOnlyHint")}
        takesRecoveryCodes
        isSecond={isSecond}
      />
    </TypedForm>
  );
  if (!beginPasskey) return byCode;
  return (
    <PasskeyFirst
      label={t("passkey.use")}
      ask={() => signWithPasskey(beginPasskey)}
      refusal={atPasskey}
      submit={submit}
      isBusy={isBusy}
      isOffered
      or={t("passkey.orCode")}
    >
      {byCode}
    </PasskeyFirst>
  );
}
