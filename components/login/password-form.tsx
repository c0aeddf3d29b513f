"use client";

import { type FormEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { useEachAnswer } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { linkLook } from "@/components/ui/link-look";
import type { SignInAnswer } from "@/lib/auth";
import { PasswordField } from "./password-field";
import { Username } from "./username";

type Answer = Omit<SignInAnswer, "problem"> & {
  problem?: { key: NonNullable<SignInAnswer["problem"]>["key"] | "away"; minutes?: number };
};

type Props = {
  action: string;
  address: string;
  /** Path of ours to go to afterwards. */
  returnTo: string;
  onChange: (event: MouseEvent) => void;
  keepBox: ReactNode;
  /** Another way in, below the form's own. */
  aside?: ReactNode;
};

/** The password of an address. Posted by script where there is one, so that a wrong password keeps the page. */
export function PasswordForm({ action, address, returnTo, onChange, keepBox, aside }: Props) {
  const t = useTranslations("login");
  const [answer, setAnswer] = useState<Answer>({});
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  useEachAnswer(answer, () => field.current?.focus());
  useEffect(() => {
    // Back from the page after it, out of the browser's memory: the form waits for nothing.
    const wake = () => setBusy(false);
    window.addEventListener("pageshow", wake);
    return () => window.removeEventListener("pageshow", wake);
  }, []);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const next = await post(action, new FormData(event.currentTarget));
    // A new page rather than a step within this one: nothing of before the sign-in stays.
    if (next.to) return window.location.assign(next.to);
    if (field.current) field.current.value = "";
    setAnswer(next);
    setBusy(false);
  };

  return (
    <form action={action} method="post" onSubmit={submit} noValidate className="grid gap-5">
      {answer.problem && (
        <Alert tone="danger" role="alert">
          {t(answer.problem.key, { minutes: answer.problem.minutes ?? 1 })}
        </Alert>
      )}
      <input type="hidden" name="returnTo" value={returnTo} />
      <ChosenAddress address={address} onChange={onChange} />
      <PasswordField
        ref={field}
        error={
          answer.fields && t(answer.fields.password === "too_long" ? "fields.too_long" : "fields.required")
        }
      />
      {keepBox}
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t("submit")}
      </Button>
      {aside}
    </form>
  );
}

async function post(action: string, form: FormData): Promise<Answer> {
  const body = new URLSearchParams([...form].map(([name, value]) => [name, String(value)]));
  try {
    const response = await fetch(action, { method: "POST", body, headers: { accept: "application/json" } });
    return await response.json();
  } catch {
    return { problem: { key: "away" } };
  }
}

const ChosenAddress = ({ address, onChange }: { address: string; onChange: (event: MouseEvent) => void }) => {
  const t = useTranslations("login");
  return (
    <div className="flex min-w-0 items-center justify-between gap-4 rounded-control bg-sunken px-3.5 py-2.5 text-sm">
      <Username name="address" value={address} />
      <span className="min-w-0 truncate font-medium" title={address}>
        {address}
      </span>
      {/* A full load, not a soft navigation: without JavaScript it is the way back, with it onChange is. */}
      <a
        href="/login"
        onClick={onChange}
        aria-label={t("changeAddress")}
        className={cn("-my-2 shrink-0 py-2", linkLook)}
      >
        {t("change")}
      </a>
    </div>
  );
};
