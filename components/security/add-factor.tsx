"use client";

import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { useActionState, useState } from "react";
import { useTranslations } from "use-intl";
import { AppSteps, type WaitingApp } from "@/components/factor/app-steps";
import { makePasskey } from "@/components/factor/ask-passkey";
import { PasskeyButton } from "@/components/factor/passkey-button";
import { problemWords } from "@/components/factor/problem-words";
import { RecoveryCodes } from "@/components/factor/recovery-codes";
import type { EnrollState } from "@/components/factor/state";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";

type Add = (previous: EnrollState, form: FormData) => Promise<EnrollState>;
type Finish = { finish: () => Promise<void> };

/** Adds an authenticator app; shows the recovery codes when they are new. */
export function AddAppForm({ waiting, add, finish }: Finish & { waiting: WaitingApp | null; add: Add }) {
  const t = useTranslations("security.secondFactor");
  const [state, submit, isBusy] = useActionState(add, {});
  if (state.recoveryCodes) return <RecoveryCodes codes={state.recoveryCodes} finish={finish} />;
  if (!waiting) return <Alert tone="info">{t("hasApp")}</Alert>;
  return <AppSteps waiting={waiting} state={state} submit={submit} isBusy={isBusy} />;
}

type AddPasskeyProps = Finish & {
  /** What it is called unless the person says otherwise. */
  name: string;
  begin: () => Promise<PublicKeyCredentialCreationOptionsJSON | null>;
  add: Add;
};

/** Adds a passkey under a name. */
export function AddPasskeyForm({ name, begin, add, finish }: AddPasskeyProps) {
  const t = useTranslations("security.secondFactor");
  const tFactor = useTranslations("factor");
  const [state, submit, isBusy] = useActionState(add, {});
  const [typed, setTyped] = useState(name);
  if (state.recoveryCodes) return <RecoveryCodes codes={state.recoveryCodes} finish={finish} />;
  const { atPasskey, atField } = problemWords(tFactor, state);
  const refusal = atPasskey ?? atField;
  return (
    <>
      <noscript>
        <Alert tone="warning">{t("needsScript")}</Alert>
      </noscript>
      <div className="grid gap-5 noscript:hidden">
        {refusal && (
          <Alert tone="danger" role="alert">
            {refusal}
          </Alert>
        )}
        <Field
          id="passkey-name"
          name="name"
          label={t("name")}
          hint={t("nameHint")}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maxLength={60}
          autoComplete="off"
        />
        <PasskeyButton
          label={tFactor("passkey.make")}
          ask={() => makePasskey(begin)}
          submit={submit}
          fields={{ name: typed }}
          isBusy={isBusy}
        />
      </div>
    </>
  );
}

/** Makes new recovery codes, and shows them. */
export function NewCodesForm({ make, finish }: Finish & { make: () => Promise<EnrollState> }) {
  const t = useTranslations("security.secondFactor");
  const [state, submit, isBusy] = useActionState(make, {});
  if (state.recoveryCodes) return <RecoveryCodes codes={state.recoveryCodes} finish={finish} />;
  return (
    <form action={submit}>
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t("makeCodes")}
      </Button>
    </form>
  );
}
