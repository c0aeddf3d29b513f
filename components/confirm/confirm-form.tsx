"use client";

import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { useActionState, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { signWithPasskey } from "@/components/factor/ask-passkey";
import { CodeField } from "@/components/factor/code-field";
import { PasskeyButton } from "@/components/factor/passkey-button";
import { PasswordField } from "@/components/login/password-field";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Divider } from "@/components/ui/divider";

/** What the action answers; `key` is one of `confirm.problems`. */
export type ConfirmState = {
  problem?: { key: "wrong_password" | "wrong_code" | "passkey_refused" | "throttled"; minutes?: number };
};

type Props = {
  /** Path of ours to go to afterwards. */
  to: string;
  by: "code" | "password";
  /** Asks for what a passkey has to sign; null for somebody without one. */
  beginPasskey: (() => Promise<PublicKeyCredentialRequestOptionsJSON | null>) | null;
  confirm: (previous: ConfirmState, form: FormData) => Promise<ConfirmState>;
};

/** Proves anew who somebody is: by a passkey or a code or, without a second factor, by the password. */
export function ConfirmForm({ to, by, beginPasskey, confirm }: Props) {
  const t = useTranslations("confirm");
  const tFactor = useTranslations("factor");
  const [state, submit, isBusy] = useActionState(confirm, {});
  const password = useRef<HTMLInputElement>(null);
  const { problem } = state;
  useEffect(() => {
    if (problem || matchMedia("(pointer: fine)").matches) password.current?.focus();
  }, [problem]);
  const words = problem && t(`problems.${problem.key}`, { minutes: problem.minutes ?? 1 });
  const isPasskeyRefused = problem?.key === "passkey_refused";
  const atField = isPasskeyRefused ? undefined : words;
  return (
    <div className="grid gap-6">
      {beginPasskey && (
        <>
          {isPasskeyRefused && (
            <Alert tone="danger" role="alert">
              {words}
            </Alert>
          )}
          <PasskeyButton
            label={tFactor("passkey.use")}
            ask={() => signWithPasskey(beginPasskey)}
            submit={submit}
            fields={() => {
              const posted = new FormData();
              posted.set("to", to);
              return posted;
            }}
            isBusy={isBusy}
          />
          <Divider className="noscript:hidden">{tFactor("passkey.orCode")}</Divider>
        </>
      )}
      <form action={submit} noValidate className="grid gap-5">
        <input type="hidden" name="to" value={to} />
        {by === "code" ? (
          <CodeField
            answer={state}
            error={atField}
            label={tFactor("code")}
            hint={tFactor("recoveryHint")}
            takesRecoveryCodes
            isSecond={beginPasskey !== null}
          />
        ) : (
          <PasswordField ref={password} error={atField} />
        )}
        <Button
          type="submit"
          look={beginPasskey ? "secondary" : "primary"}
          size="large"
          isBusy={isBusy}
          className="w-full"
        >
          {t("submit")}
        </Button>
      </form>
    </div>
  );
}
