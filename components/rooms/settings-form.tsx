"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { useFirstRefused } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Select, TextArea } from "@/components/ui/field";
import { SaveOutcome } from "./save-outcome";

/** A room's settings as form fields have them: a ticked box is "on". */
export type SettingsFields = Record<
  | "name"
  | "description"
  | "guestsCanPresent"
  | "mutesGuests"
  | "startsLocked"
  | "layout"
  | "participantLimit",
  string
>;

/** What the action answers: keys of `rooms.settings.errors` and `errors.codes`, and what was typed. */
export type SettingsState = {
  saved?: { isRunning: boolean; revision: number };
  /** Somebody else was first: what is stored now, and its revision. */
  overtaken?: { now: SettingsFields; revision: number };
  error?: string;
  fields?: Record<string, string>;
  values?: SettingsFields;
};

type Limits = { name: number; description: number; participantsMin: number; participantsMax: number };

type Props = {
  alias: string;
  revision: number;
  settings: SettingsFields;
  layouts: readonly string[];
  limits: Limits;
  isRunning: boolean;
  save: (previous: SettingsState, form: FormData) => Promise<SettingsState>;
};

const boxes = ["guestsCanPresent", "mutesGuests", "startsLocked"] as const;

/** The settings of a room. Works without JavaScript; what was typed stays whatever the answer is. */
export function SettingsForm({ alias, revision, settings, layouts, limits, isRunning, save }: Props) {
  const t = useTranslations("rooms.settings");
  const [state, submit, isBusy] = useActionState(save, {});
  const form = useFirstRefused(state);
  const shown = state.values ?? settings;
  const edited = state.overtaken?.revision ?? state.saved?.revision ?? revision;
  const bounds = { min: limits.participantsMin, max: limits.participantsMax };
  const errorAt = (name: keyof SettingsFields) => {
    const key = state.fields?.[name];
    if (!key) return undefined;
    const known = `errors.${key}` as "errors.invalid";
    return t.has(known) ? t(known, bounds) : t("errors.invalid");
  };
  return (
    <form
      ref={form}
      action={submit}
      noValidate
      // React clears a form after its action; the fields here keep what they show.
      onReset={(event) => event.preventDefault()}
      className="grid gap-8 p-5 sm:p-6"
    >
      <input type="hidden" name="alias" value={alias} />
      <input type="hidden" name="revision" value={edited} key={edited} />
      <fieldset className="grid gap-5">
        <legend className="mb-4 font-semibold text-lg leading-snug">{t("general")}</legend>
        <Field
          id="name"
          name="name"
          label={t("name")}
          hint={t("nameHint")}
          error={errorAt("name")}
          defaultValue={shown.name}
          maxLength={limits.name}
          required
          autoComplete="off"
        />
        <TextArea
          id="description"
          name="description"
          label={t("description")}
          hint={t("descriptionHint", { max: limits.description })}
          error={errorAt("description")}
          defaultValue={shown.description}
          maxLength={limits.description}
          rows={3}
        />
      </fieldset>
      <fieldset className="grid gap-5">
        <legend className="mb-4 font-semibold text-lg leading-snug">{t("meetings")}</legend>
        {boxes.map((name) => (
          <div key={name} className="grid gap-0.5">
            <Checkbox
              name={name}
              label={<span className="font-medium">{t(name)}</span>}
              defaultChecked={shown[name] === "on"}
              aria-describedby={`${name}-hint`}
            />
            <p id={`${name}-hint`} className="pl-8 text-ink-soft text-sm">
              {t(`${name}Hint`)}
            </p>
          </div>
        ))}
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <Field
            id="participantLimit"
            name="participantLimit"
            label={t("participantLimit")}
            hint={t("participantLimitHint", bounds)}
            error={errorAt("participantLimit")}
            defaultValue={shown.participantLimit}
            inputMode="numeric"
            autoComplete="off"
          />
          <Select
            id="layout"
            name="layout"
            label={t("layout")}
            hint={t("layoutHint")}
            defaultValue={shown.layout}
          >
            <option value="">{t("layouts.default")}</option>
            {layouts.map((layout) => (
              <option key={layout} value={layout}>
                {t(`layouts.${layout}` as "layouts.default")}
              </option>
            ))}
          </Select>
        </div>
      </fieldset>
      {state.overtaken && state.values && <Overtaken now={state.overtaken.now} typed={state.values} />}
      <SaveOutcome
        saved={
          state.saved && {
            heading: t("saved"),
            body: t(state.saved.isRunning ? "savedRunning" : "savedNext"),
          }
        }
        failed={state.error || state.fields ? { heading: t("notSaved"), code: state.error } : undefined}
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

/** Nothing is silently lost: what somebody else stored meanwhile stands beside what was typed. */
function Overtaken({ now, typed }: { now: SettingsFields; typed: SettingsFields }) {
  const t = useTranslations("rooms.settings");
  const differing = (Object.keys(now) as (keyof SettingsFields)[]).filter(
    (name) => now[name] !== typed[name],
  );
  const shown = (name: keyof SettingsFields) => {
    if (boxes.some((box) => box === name)) return t(now[name] === "on" ? "changed.yes" : "changed.no");
    if (name === "layout") return t(`layouts.${now.layout || "default"}` as "layouts.default");
    return now[name] || t("changed.empty");
  };
  return (
    <Alert tone="warning" role="alert" heading={t("changed.title")}>
      <p>{t("changed.body")}</p>
      <ul className="my-1 list-disc pl-5 [overflow-wrap:anywhere]">
        {differing.map((name) => (
          <li key={name}>{t("changed.field", { label: t(name), value: shown(name) })}</li>
        ))}
      </ul>
      <p>{t("changed.again")}</p>
    </Alert>
  );
}
