"use client";

import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { useActionState, useRef } from "react";
import { useTranslations } from "use-intl";
import { signWithPasskey } from "@/components/factor/ask-passkey";
import { CodeField } from "@/components/factor/code-field";
import { PasskeyFirst } from "@/components/factor/passkey-first";
import { problemWords } from "@/components/factor/problem-words";
import type { ProofState } from "@/components/factor/state";
import { TypedForm } from "@/components/factor/typed-form";
import { PasswordField } from "@/components/login/password-field";
import { useEachAnswer } from "@/components/ui/answers";

type Props = {
  /** Path of ours to go to afterwards. */
  to: string;
  by: "code" | "password";
  /** Asks for what a passkey has to sign; null for somebody without one. */
  beginPasskey: (() => Promise<PublicKeyCredentialRequestOptionsJSON | null>) | null;
  confirm: (previous: ProofState, form: FormData) => Promise<ProofState>;
};

/** Proves anew who somebody is: by a passkey or a code or, without a second factor, by the password. */
export function ConfirmForm({ to, by, beginPasskey, confirm }: Props) {
  const t = useTranslations("confirm");
  const tFactor = useTranslations("factor");
  const [state, submit, isBusy] = useActionState(confirm, {});
  const password = useRef<HTMLInputElement>(null);
  useEachAnswer(state, ({ problem }) => {
    if (problem || matchMedia("(pointer: fine)").matches) password.current?.focus();
  });
  const isSecond = beginPasskey !== null;
  const { atPasskey, atField } = problemWords(tFactor, state);
  const typed = (
    <TypedForm submit={submit} isBusy={isBusy} label={t("submit")} isSecond={isSecond}>
      <input type="hidden" name="to" value={to} />
      {by === "code" ? (
        <CodeField
          answer={state}
          error={atField}
          label={tFactor("code")}
          hint={tFactor("recoveryHint")}
          takesRecoveryCodes
          isSecond={isSecond}
        />
      ) : (
        <PasswordField ref={password} error={atField} />
      )}
    </TypedForm>
  );
  if (!beginPasskey) return typed;
  return (
    <PasskeyFirst
      label={tFactor("passkey.use")}
      ask={() => signWithPasskey(beginPasskey)}
      refusal={atPasskey}
      submit={submit}
      fields={{ to }}
      isBusy={isBusy}
      or={tFactor("passkey.orCode")}
    >
      {typed}
    </PasskeyFirst>
  );
}
