"use client";

import { useActionState, useState } from "react";
import { useTranslations } from "use-intl";
import { useFirstRefused } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { choiceOf, generatePin, missingPin, type PinChoice, type Pins, pinsFor } from "./pin-choice";
import { PinChoices } from "./pin-choices";
import { PinField } from "./pin-field";
import { SaveOutcome } from "./save-outcome";

/** What the action answers: keys of `rooms.pins.errors` and `errors.codes`, and what was typed. */
export type PinFormState = {
  ok?: true;
  error?: string;
  fields?: Record<string, string>;
  values?: Record<string, string>;
};

type Props = {
  alias: string;
  pins: { host: string | null; guest: string | null };
  limits: { min: number; max: number };
  isRunning: boolean;
  save: (previous: PinFormState, form: FormData) => Promise<PinFormState>;
};

/**
 * Sets the PINs of a room. The three choices show only the fields that they need; without JavaScript both fields stand
 * there, and what is left empty makes the choice.
 */
export function PinForm({ alias, pins, limits, isRunning, save }: Props) {
  const t = useTranslations("rooms.pins");
  const [state, submit, isBusy] = useActionState(save, {});
  const given: Pins = {
    host: state.values?.hostPin ?? pins.host ?? "",
    guest: state.values?.guestPin ?? pins.guest ?? "",
  };
  const [typed, setTyped] = useState(given);
  const [choice, setChoice] = useState<PinChoice>(choiceOf(given));
  const [missing, setMissing] = useState<"hostPin" | "guestPin" | null>(null);
  // What the server said about the last try no longer holds once something else has been typed.
  const [staleAnswer, setStaleAnswer] = useState<PinFormState | null>(null);
  const answer = state === staleAnswer ? {} : state;
  const form = useFirstRefused(state);

  const edit = (change: Partial<Pins>) => {
    setTyped({ ...typed, ...change });
    setMissing(null);
    setStaleAnswer(state);
  };
  const choose = (next: PinChoice) => {
    setChoice(next);
    setMissing(null);
    setStaleAnswer(state);
  };
  const errorAt = (name: "hostPin" | "guestPin") => {
    const key = missing === name ? "required" : answer.fields?.[name];
    if (!key) return undefined;
    const known = `errors.${key}` as "errors.invalid";
    return t.has(known) ? t(known, limits) : t("errors.invalid");
  };

  const counted = pinsFor(choice, typed);
  return (
    <form
      ref={form}
      action={submit}
      noValidate
      onSubmit={(event) => {
        const empty = missingPin(choice, typed);
        setMissing(empty);
        if (!empty) return;
        event.preventDefault();
        form.current?.querySelector<HTMLElement>(`#${empty}`)?.focus();
      }}
      // React clears a form after its action; the fields here keep what they show.
      onReset={(event) => event.preventDefault()}
      className="grid gap-6 px-5 pt-4 pb-5 sm:px-6 sm:pb-6"
    >
      <input type="hidden" name="alias" value={alias} />
      <PinChoices choice={choice} onChoose={choose} />
      <p className="hidden text-ink-soft text-sm noscript:block">{t("withoutScript")}</p>
      <div className={cn("grid gap-6 sm:grid-cols-2", choice === "open" && "hidden noscript:grid")}>
        <PinField
          name="hostPin"
          label={t("host")}
          rules={t("hostRules", limits)}
          value={counted.host}
          error={errorAt("hostPin")}
          onChange={(host) => edit({ host })}
          onGenerate={() => edit({ host: generatePin(counted.guest, limits) })}
        />
        <div className={choice === "both" ? "" : "hidden noscript:block"}>
          <PinField
            name="guestPin"
            label={t("guest")}
            rules={t("guestRules", limits)}
            value={counted.guest}
            error={errorAt("guestPin")}
            onChange={(guest) => edit({ guest })}
            onGenerate={() => edit({ guest: generatePin(counted.host, limits) })}
          />
        </div>
      </div>
      <SaveOutcome
        saved={
          answer.ok && {
            heading: t("saved"),
            body: `${t("savedDetail")} ${t(isRunning ? "savedRunning" : "savedNotRunning")}`,
          }
        }
        failed={answer.error || answer.fields ? { heading: t("notSaved"), code: answer.error } : undefined}
        beforehand={isRunning ? t("running") : undefined}
      />
      <div>
        <Button type="submit" look="primary" isBusy={isBusy} className="w-full sm:w-auto">
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
