"use client";

import { type ReactNode, useActionState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { type Problem, ProblemAlert } from "./problem";

/** What changing a rule answers. */
export type RuleState = {
  changed?: { on: boolean; endedSessions: number };
  refusal?: string;
  problem?: Problem;
};

export type RuleAction = (previous: RuleState, form: FormData) => Promise<RuleState>;

/** What somebody reads, and perhaps fills in, before a rule is changed. */
export type Question = {
  /** What opens it. */
  opener: string;
  title: string;
  body: ReactNode;
  fields?: ReactNode;
  confirm: string;
  isDangerous?: boolean;
};

type Props = {
  rule: string;
  isOn: boolean;
  change: RuleAction;
  /** The rule's title, for those who hear a button without what stands around it. */
  name: string;
  /** Why it cannot be turned on now. */
  obstacle?: string;
  /** Asked before it is turned the other way; what needs no question has none. */
  question?: Question;
  /** Changes what belongs to the rule, without turning it off. */
  adjust?: Question;
};

/** Turns a rule on or off, after a question where one is due, and says what came of it. */
export function RuleControls({ rule, isOn, change, name, obstacle, question, adjust }: Props) {
  const t = useTranslations("sso");
  const [state, submit, isBusy] = useActionState(change, {});
  const label = t(isOn ? "rules.turnOff" : "rules.turnOn");
  const outcome = () => {
    if (!state.changed) return null;
    const { on, endedSessions } = state.changed;
    const words = t(on ? "rules.nowOn" : "rules.nowOff");
    return rule === "required" && on ? `${words} ${t("rules.ended", { count: endedSessions })}` : words;
  };
  const refusal = state.refusal as "not_tested" | undefined;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-start gap-3">
        {question && !obstacle ? (
          <Ask
            key={String(isOn)}
            rule={rule}
            on={!isOn}
            question={question}
            submit={submit}
            isBusy={isBusy}
          />
        ) : (
          <form action={submit}>
            <RuleFields rule={rule} on={!isOn} />
            <Button
              type="submit"
              size="small"
              look={isOn ? "secondary" : "primary"}
              isBusy={isBusy}
              isOff={Boolean(obstacle)}
              aria-label={`${label}: ${name}`}
              aria-describedby={obstacle && `${rule}-obstacle`}
            >
              {label}
            </Button>
          </form>
        )}
        {adjust && <Ask rule={rule} on={isOn} question={adjust} submit={submit} isBusy={isBusy} />}
      </div>
      {obstacle && (
        <p id={`${rule}-obstacle`} className="text-ink-soft text-sm">
          {obstacle}
        </p>
      )}
      {refusal && (
        <p role="alert" className="text-danger text-sm">
          {t(`refusals.${refusal}`)}
        </p>
      )}
      <ProblemAlert problem={state.problem} />
      <p role="status" className="font-medium text-positive text-sm empty:hidden">
        {outcome()}
      </p>
    </div>
  );
}

type AskProps = {
  rule: string;
  on: boolean;
  question: Question;
  submit: (form: FormData) => void;
  isBusy: boolean;
};

const Ask = ({ rule, on, question, submit, isBusy }: AskProps) => (
  <Disclosure
    look={question.isDangerous ? "danger" : "button"}
    title={question.opener}
    className="max-w-full open:basis-full"
  >
    <form
      action={submit}
      className="mt-3 grid gap-4 rounded-control border border-line bg-sunken p-4 text-sm"
    >
      <RuleFields rule={rule} on={on} />
      <div className="grid gap-2">
        <p className="font-semibold">{question.title}</p>
        <div className="grid gap-2 text-ink-soft leading-relaxed">{question.body}</div>
      </div>
      {question.fields}
      <div>
        <Button type="submit" size="small" look={question.isDangerous ? "danger" : "primary"} isBusy={isBusy}>
          {question.confirm}
        </Button>
      </div>
    </form>
  </Disclosure>
);

const RuleFields = ({ rule, on }: { rule: string; on: boolean }) => (
  <>
    <input type="hidden" name="rule" value={rule} />
    <input type="hidden" name="on" value={on ? "yes" : "no"} />
  </>
);
