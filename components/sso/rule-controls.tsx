"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { AskedForm, type Question } from "@/components/ui/asked-form";
import { Button } from "@/components/ui/button";
import { type Problem, ProblemAlert } from "./problem";

/** What changing a rule answers. */
export type RuleState = {
  changed?: { on: boolean; endedSessions: number };
  refusal?: string;
  problem?: Problem;
};

export type RuleAction = (previous: RuleState, form: FormData) => Promise<RuleState>;

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
          <AskedForm
            key={String(isOn)}
            question={question}
            action={submit}
            isBusy={isBusy}
            hidden={{ rule, on: isOn ? "no" : "yes" }}
            className="open:basis-full"
          />
        ) : (
          <form action={submit}>
            <input type="hidden" name="rule" value={rule} />
            <input type="hidden" name="on" value={isOn ? "no" : "yes"} />
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
        {adjust && (
          <AskedForm
            question={adjust}
            action={submit}
            isBusy={isBusy}
            hidden={{ rule, on: isOn ? "yes" : "no" }}
            className="open:basis-full"
          />
        )}
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
