"use client";

import { type MouseEvent, useActionState, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { PasswordField } from "./password-field";

/** What the sign-in action answers; `fields` are keys of `login.fields`. */
export type LoginState = {
  step: "address" | "password";
  values: { address: string; keep: boolean };
  fields?: { address?: string; password?: string };
  error?: { key: "wrong_credentials" | "throttled"; retryAfterMinutes?: number };
};

const start: LoginState = { step: "address", values: { address: "", keep: false } };

type Props = { signIn: (previous: LoginState, form: FormData) => Promise<LoginState> };

/** Address first, then the password. It is a plain form at each step, so it works without JavaScript, too. */
export function LoginForm({ signIn }: Props) {
  const t = useTranslations("login");
  const [answer, submit, isBusy] = useActionState(signIn, start);
  // "Change" goes back to the address until the next answer arrives.
  const [leftAnswer, setLeftAnswer] = useState<LoginState | null>(null);
  const state: LoginState = answer === leftAnswer ? { step: "address", values: answer.values } : answer;
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    // On a touch screen the focus would push the page away under the keyboard before it was read.
    const isFirst = state.step === "address" && !state.values.address;
    if (!isFirst || matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, [state.step, state.values]);

  const fieldError = (key: string | undefined) => {
    if (!key) return undefined;
    const known = `fields.${key}` as "fields.invalid";
    return t.has(known) ? t(known) : t("fields.invalid");
  };
  const change = (event: MouseEvent) => {
    event.preventDefault();
    setLeftAnswer(answer);
  };

  return (
    <form action={submit} noValidate className="grid gap-5">
      {state.error && (
        <Alert tone="danger" role="alert">
          {t(state.error.key, { minutes: state.error.retryAfterMinutes ?? 1 })}
        </Alert>
      )}
      <input type="hidden" name="step" value={state.step} />
      {state.step === "address" ? (
        <Field
          ref={field}
          id="address"
          name="address"
          type="text"
          inputMode="email"
          label={t("address")}
          error={fieldError(state.fields?.address)}
          defaultValue={state.values.address}
          required
          maxLength={300}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
        />
      ) : (
        <>
          <ChosenAddress address={state.values.address} onChange={change} />
          <PasswordField ref={field} error={fieldError(state.fields?.password)} />
        </>
      )}
      <Checkbox
        key={`keep-${state.values.keep}`}
        name="keep"
        defaultChecked={state.values.keep}
        label={
          <span>
            {t("keep")}{" "}
            <span className="block text-ink-faint text-xs sm:inline sm:before:content-['·_']">
              {t("keepHint")}
            </span>
          </span>
        }
      />
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t(state.step === "address" ? "next" : "submit")}
      </Button>
    </form>
  );
}

// The field is there for password managers, which file a password under the name that stands before it.
const ChosenAddress = ({ address, onChange }: { address: string; onChange: (event: MouseEvent) => void }) => {
  const t = useTranslations("login");
  return (
    <div className="flex items-center justify-between gap-4 rounded-control bg-sunken px-3.5 py-2.5 text-sm">
      <input
        type="text"
        name="address"
        value={address}
        readOnly
        autoComplete="username"
        tabIndex={-1}
        aria-hidden="true"
        className="sr-only"
      />
      <span className="min-w-0 truncate font-medium" title={address}>
        {address}
      </span>
      {/* A full load, not a soft navigation: without JavaScript it is the way back, with it onChange is. */}
      <a
        href="/login"
        onClick={onChange}
        aria-label={t("changeAddress")}
        className="-my-2 shrink-0 py-2 font-medium text-accent underline underline-offset-4 hover:text-accent-hover"
      >
        {t("change")}
      </a>
    </div>
  );
};
