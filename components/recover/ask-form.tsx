"use client";

import Link from "next/link";
import { useActionState, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { AddressField } from "@/components/login/address-field";
import { Alert } from "@/components/ui/alert";
import { useEachAnswer } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";
import { linkLook } from "@/components/ui/link-look";

/** What the form gets back; `error` is one of `recover.fields`. */
export type AskState = { address?: string; error?: string; waitMinutes?: number; isSent?: true };

type Props = { ask: (previous: AskState, form: FormData) => Promise<AskState> };

/** Asks for a recovery mail. Whether the address is anybody's is never said. */
export function AskForm({ ask }: Props) {
  const t = useTranslations("recover");
  const [answer, submit, isBusy] = useActionState(ask, {});
  // "Another address" goes back to the field until the next answer arrives.
  const [leftAnswer, setLeftAnswer] = useState<AskState | null>(null);
  const state: AskState = answer === leftAnswer ? {} : answer;
  const heading = useRef<HTMLHeadingElement>(null);
  useEachAnswer(answer, () => heading.current?.focus());

  const errorText = () => {
    if (!state.error) return undefined;
    const known = `fields.${state.error}` as "fields.invalid";
    return t.has(known) ? t(known) : t("fields.invalid");
  };
  if (state.isSent)
    return (
      <div className="mt-4 grid gap-5">
        <Alert tone="positive">
          <h2 ref={heading} tabIndex={-1} className="font-semibold outline-none">
            {t("sent.title")}
          </h2>
          <p className="[overflow-wrap:anywhere]">{t("sent.body", { address: state.address ?? "" })}</p>
        </Alert>
        <p className="text-ink-soft text-sm">{t("sent.nothing")}</p>
        <div className="flex flex-wrap justify-between gap-x-6 gap-y-3 text-sm">
          {/* A full load, not a soft navigation: without JavaScript it is the way back, with it onClick is. */}
          <a
            href="/recover"
            onClick={(event) => {
              event.preventDefault();
              setLeftAnswer(answer);
            }}
            className={linkLook}
          >
            {t("sent.again")}
          </a>
          <Link href="/login" className={linkLook}>
            {t("toLogin")}
          </Link>
        </div>
      </div>
    );
  return (
    <form action={submit} noValidate className="grid gap-5">
      <p className="text-ink-soft">{t("intro")}</p>
      {state.waitMinutes !== undefined && (
        <Alert tone="danger" role="alert">
          {t("throttled", { minutes: state.waitMinutes })}
        </Alert>
      )}
      <AddressField answer={answer} error={errorText()} value={state.address} />
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t("submit")}
      </Button>
      <p className="text-center text-sm">
        <Link href="/login" className={linkLook}>
          {t("toLogin")}
        </Link>
      </p>
    </form>
  );
}
