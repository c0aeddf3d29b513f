"use client";

import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { CodeField } from "./code-field";
import { problemWords } from "./problem-words";
import type { EnrollState } from "./state";

type Props = {
  /** The QR code, and its seed for those who type it; null once the app has proven it. */
  waiting: { picture: ReactNode; seed: string } | null;
  confirm: (previous: EnrollState, form: FormData) => Promise<EnrollState>;
  finish: () => Promise<void>;
};

/** Sets a TOTP app up: scan, prove, keep the recovery codes. */
export function EnrollForm({ waiting, confirm, finish }: Props) {
  const t = useTranslations("factor");
  const [state, submit, isBusy] = useActionState(confirm, {});
  if (state.recoveryCodes) return <RecoveryCodes codes={state.recoveryCodes} finish={finish} />;
  if (!waiting)
    return (
      <form action={finish} className="grid gap-5">
        <Alert tone="positive">{t("codes.shown")}</Alert>
        <Button type="submit" look="primary" size="large" className="w-full">
          {t("next")}
        </Button>
      </form>
    );
  return (
    <form action={submit} noValidate className="grid gap-6">
      <ol className="grid gap-6">
        <Step number={1} title={t("scan")}>
          <div className="mt-3 w-fit rounded-card border border-line bg-white p-3">{waiting.picture}</div>
          <p className="mt-4 text-ink-soft text-sm">{t("orType")}</p>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-2">
            <code className="font-mono text-sm [overflow-wrap:anywhere]">
              {waiting.seed.match(/.{1,4}/g)?.join(" ")}
            </code>
            <CopyButton text={waiting.seed} thing={t("key")} />
          </p>
        </Step>
        <Step number={2} title={t("prove")}>
          <div className="mt-3">
            <CodeField answer={state} error={problemWords(t, state)} label={t("code")} />
          </div>
        </Step>
      </ol>
      <Button type="submit" look="primary" size="large" isBusy={isBusy} className="w-full">
        {t("next")}
      </Button>
    </form>
  );
}

const Step = ({ number, title, children }: { number: number; title: string; children: ReactNode }) => (
  <li className="grid grid-cols-[auto_1fr] gap-x-3">
    <span
      aria-hidden
      className="grid size-6 place-items-center rounded-full bg-accent-soft font-semibold text-accent-deep text-xs"
    >
      {number}
    </span>
    <div className="min-w-0">
      <p className="font-medium">{title}</p>
      {children}
    </div>
  </li>
);

function RecoveryCodes({ codes, finish }: { codes: string[]; finish: () => Promise<void> }) {
  const t = useTranslations("factor");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const text = `${codes.join("\n")}\n`;
  return (
    <form action={finish} className="grid gap-5">
      <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
        {t("codes.title")}
      </h2>
      <Alert tone="warning">{t("codes.hint")}</Alert>
      <ul className="grid grid-cols-2 gap-x-6 gap-y-2 rounded-control bg-sunken px-5 py-4 font-mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        <CopyButton text={text} thing={t("codes.thing")} />
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="mypages-recovery-codes.txt"
          className="touchable inline-flex h-10 items-center font-medium text-accent text-sm underline underline-offset-4 hover:text-accent-hover"
        >
          {t("codes.download")}
        </a>
      </div>
      <Button type="submit" look="primary" size="large" className="w-full">
        {t("codes.kept")}
      </Button>
    </form>
  );
}
