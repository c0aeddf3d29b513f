"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { CodeField } from "./code-field";
import { problemWords } from "./problem-words";
import type { ProofState } from "./state";
import { TypedForm } from "./typed-form";

/** The QR code, and its seed for those who type it. */
export type WaitingApp = { picture: ReactNode; seed: string };

type Props = {
  waiting: WaitingApp;
  state: ProofState;
  submit: (form: FormData) => void;
  isBusy: boolean;
  /** Another way stands before it and has the focus. */
  isSecond?: boolean;
};

/** Sets an authenticator app up: scan, then prove. */
export function AppSteps({ waiting, state, submit, isBusy, isSecond = false }: Props) {
  const t = useTranslations("factor");
  return (
    <TypedForm submit={submit} isBusy={isBusy} label={t("next")} isSecond={isSecond}>
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
            <CodeField
              answer={state}
              error={problemWords(t, state).atField}
              label={t("code")}
              isSecond={isSecond}
            />
          </div>
        </Step>
      </ol>
    </TypedForm>
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
