"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useActionState } from "react";
import { useTranslations } from "use-intl";
import { Username } from "@/components/login/username";
import { NewPasswordField, type NewPasswordProblem } from "@/components/security/new-password-field";
import { Alert } from "@/components/ui/alert";
import { useFirstRefused } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";

/** What the activation form gets back. */
export type ActivateState = {
  password?: NewPasswordProblem;
  /** This one is not accepted yet. */
  terms?: boolean;
  privacy?: boolean;
  /** Which texts were ticked, to be ticked again. */
  accepted?: { terms: boolean; privacy: boolean };
  textsChanged?: boolean;
};

type Props = {
  email: string;
  known: string[];
  /** Ids of the texts that are shown: what is accepted. */
  ids: { terms: string; privacy: string };
  terms: ReactNode;
  privacy: ReactNode;
  activate: (previous: ActivateState, form: FormData) => Promise<ActivateState>;
};

/** A password, typed once, and a tick for each text. */
export function ActivateForm({ email, known, ids, terms, privacy, activate }: Props) {
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
      <input type="hidden" name="termsId" value={ids.terms} />
      <input type="hidden" name="privacyId" value={ids.privacy} />
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium text-sm">{t("texts")}</legend>
        {terms}
        <Tick
          name="acceptTerms"
          isTicked={state.accepted?.terms}
          label={t("acceptTerms")}
          error={state.terms && t("problems.acceptTerms")}
        />
        {privacy}
        <Tick
          name="acceptPrivacy"
          isTicked={state.accepted?.privacy}
          label={t("acceptPrivacy")}
          error={state.privacy && t("problems.acceptPrivacy")}
        />
      </fieldset>
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t("submit")}
      </Button>
    </form>
  );
}

type TickProps = { name: string; label: string; isTicked?: boolean; error?: string | false };

const Tick = ({ name, label, isTicked = false, error }: TickProps) => (
  <div className="mb-2">
    <Checkbox
      key={String(isTicked)}
      name={name}
      label={label}
      required
      defaultChecked={isTicked}
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? `${name}-error` : undefined}
    />
    {error && (
      <p id={`${name}-error`} className="flex items-start gap-1.5 text-danger text-sm">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {error}
      </p>
    )}
  </div>
);
