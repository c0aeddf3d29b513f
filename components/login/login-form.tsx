"use client";

import { type MouseEvent, type ReactNode, useActionState, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import type { SignInProblem } from "@/lib/auth";
import { AddressField } from "./address-field";
import { PasswordForm } from "./password-form";
import { SsoLink, type SsoOffer, SsoStep } from "./sso-step";

/** What the address action answers; `fields` are keys of `login.fields`. */
export type LoginState = {
  step: "address" | "password" | "sso";
  values: { address: string; keep: boolean };
  fields?: { address?: string };
  /** The single sign-on that the address leads to: instead of a password, or beside it. */
  sso?: SsoOffer;
};

const start: LoginState = { step: "address", values: { address: "", keep: false } };

type Props = {
  takeAddress: (previous: LoginState, form: FormData) => Promise<LoginState>;
  /** Where the password is posted. */
  action: string;
  /** Path of ours to go to afterwards. */
  returnTo: string;
  /** The person wants to use a password, whatever the address leads to. */
  isByPassword: boolean;
  /** What was wrong with a try that was made without this script. */
  problem?: SignInProblem;
};

/** Address first, then the password. It is a plain form at each step, so it works without JavaScript, too. */
export function LoginForm({ takeAddress, action, returnTo, isByPassword, problem }: Props) {
  const [answer, submit, isBusy] = useActionState(takeAddress, start);
  // "Change" goes back to the address until the next answer arrives.
  const [leftAnswer, setLeftAnswer] = useState<LoginState | null>(null);
  // A tick that is made while the answer is on its way is not in it.
  const keep = useRef<boolean>(undefined);
  const state: LoginState = answer === leftAnswer ? { step: "address", values: answer.values } : answer;
  const keepBox = (
    <KeepBox
      isChosen={keep.current ?? state.values.keep}
      onChoose={(isChosen) => {
        keep.current = isChosen;
      }}
    />
  );
  const change = (event: MouseEvent) => {
    event.preventDefault();
    setLeftAnswer(answer);
  };
  // As it is at the moment of the click.
  const ssoHref = ({ path }: SsoOffer) => {
    const asked = new URLSearchParams({
      ...((keep.current ?? state.values.keep) && { keep: "1" }),
      ...(returnTo && { returnTo }),
    });
    return asked.size > 0 ? `${path}?${asked}` : path;
  };
  if (state.step === "address") {
    const way = isByPassword ? "password" : undefined;
    return (
      <AddressForm
        state={state}
        submit={submit}
        isBusy={isBusy}
        problem={problem}
        keepBox={keepBox}
        way={way}
      />
    );
  }
  if (state.step === "sso" && state.sso) return <SsoStep offer={state.sso} href={ssoHref} />;
  return (
    <PasswordForm
      action={action}
      address={state.values.address}
      returnTo={returnTo}
      onChange={change}
      keepBox={keepBox}
      aside={state.sso && <SsoLink offer={state.sso} href={ssoHref} />}
    />
  );
}

type AddressProps = {
  state: LoginState;
  submit: (form: FormData) => void;
  isBusy: boolean;
  problem?: SignInProblem;
  keepBox: ReactNode;
  way?: "password";
};

function AddressForm({ state, submit, isBusy, problem, keepBox, way }: AddressProps) {
  const t = useTranslations("login");
  const { values, fields } = state;
  return (
    <form action={submit} noValidate className="grid gap-5">
      {problem && !values.address && (
        <Alert tone="danger" role="alert">
          {t(problem.key, { minutes: problem.minutes ?? 1 })}
        </Alert>
      )}
      <AddressField
        answer={values}
        error={fields?.address && t("fields.address_format")}
        value={values.address}
      />
      {way && <input type="hidden" name="way" value={way} />}
      {keepBox}
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t("next")}
      </Button>
    </form>
  );
}

const KeepBox = ({ isChosen, onChoose }: { isChosen: boolean; onChoose: (isChosen: boolean) => void }) => {
  const t = useTranslations("login");
  return (
    <Checkbox
      key={`keep-${isChosen}`}
      name="keep"
      defaultChecked={isChosen}
      onChange={(event) => onChoose(event.currentTarget.checked)}
      label={
        <span>
          {t("keep")}{" "}
          <span className="block text-ink-faint text-xs sm:inline sm:before:content-['·_']">
            {t("keepHint")}
          </span>
        </span>
      }
    />
  );
};
