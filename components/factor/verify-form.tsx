"use client";

import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Divider } from "@/components/ui/divider";
import { signWithPasskey } from "./ask-passkey";
import { CodeField } from "./code-field";
import { PasskeyButton } from "./passkey-button";
import { problemWords } from "./problem-words";
import type { VerifyState } from "./state";

type Props = {
  verify: (previous: VerifyState, form: FormData) => Promise<VerifyState>;
  /** Asks for what a passkey has to sign; null for somebody without one. */
  beginPasskey: (() => Promise<PublicKeyCredentialRequestOptionsJSON | null>) | null;
  hasApp: boolean;
};

/** Asks for the second factor: a passkey first where there is one, for nobody can be tricked out of it. */
export function VerifyForm({ verify, beginPasskey, hasApp }: Props) {
  const t = useTranslations("factor");
  const [state, submit, isBusy] = useActionState(verify, {});
  const isPasskeyRefused = state.problem?.key === "passkey_refused";
  return (
    <div className="grid gap-6">
      {beginPasskey && (
        <>
          {isPasskeyRefused && (
            <Alert tone="danger" role="alert">
              {problemWords(t, state)}
            </Alert>
          )}
          <PasskeyButton
            label={t("passkey.use")}
            ask={() => signWithPasskey(beginPasskey)}
            submit={submit}
            isBusy={isBusy}
            isOffered
          />
          <Divider className="noscript:hidden">{t("passkey.orCode")}</Divider>
        </>
      )}
      <form action={submit} noValidate className="grid gap-5">
        <CodeField
          answer={state}
          error={isPasskeyRefused ? undefined : problemWords(t, state)}
          label={t(hasApp ? "code" : "recoveryCode")}
          hint={t(hasApp ? "recoveryHint" : "recoveryOnlyHint")}
          takesRecoveryCodes
          isSecond={beginPasskey !== null}
        />
        <Button
          type="submit"
          look={beginPasskey ? "secondary" : "primary"}
          size="large"
          isBusy={isBusy}
          className="w-full"
        >
          {t("verify")}
        </Button>
      </form>
    </div>
  );
}
