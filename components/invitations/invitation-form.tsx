"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { useFirstRefused } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Select, TextArea } from "@/components/ui/field";
import { GuestLines } from "./guest-lines";
import { OccurrenceChoice } from "./occurrence-choice";

/** What the action answers: keys of `invitations.errors` and `errors.codes`, and what was typed. */
export type InvitationState = {
  error?: string;
  fields?: Record<string, string>;
  values?: Record<string, string>;
};

type Limits = { title: number; note: number; guests: number; durationMin: number; durationMax: number };

type Props = {
  /** The form's fields by their names, as they are at first. */
  initial: Record<string, string>;
  /** Rooms to choose from; none when the room stays as it is. */
  rooms: { alias: string; name: string }[];
  /** Whether any of the rooms has a guest PIN to tell. */
  canTellPin: boolean;
  zones: string[];
  languages: { value: string; label: string }[];
  limits: Limits;
  /** Fields that say which invitation is edited. */
  hidden?: Record<string, string>;
  submitLabel: string;
  save: (previous: InvitationState, form: FormData) => Promise<InvitationState>;
};

/** A meeting and its guests. Works without JavaScript; what was typed stays whatever the answer is. */
export function InvitationForm(props: Props) {
  const { initial, rooms, canTellPin, zones, languages, limits, hidden = {}, submitLabel, save } = props;
  const t = useTranslations("invitations.form");
  const tErrors = useTranslations("invitations.errors");
  const tCodes = useTranslations("errors.codes");
  const [state, submit, isBusy] = useActionState(save, {});
  const form = useFirstRefused(state);
  const shown = state.values ?? initial;
  const bounds = { min: limits.durationMin, max: limits.durationMax };
  const errorAt = (name: string) => {
    const key = state.fields?.[name] as "invalid" | undefined;
    return key && (tErrors.has(key) ? tErrors(key, bounds) : tErrors("invalid"));
  };
  const code = state.error as "unknown" | undefined;
  const asksWhich = state.fields?.time === "twice" || Boolean(shown.occurrence);
  return (
    <form
      ref={form}
      action={submit}
      noValidate
      // React clears a form after its action; the fields here keep what they show.
      onReset={(event) => event.preventDefault()}
      className="grid gap-8 p-5 sm:p-6"
    >
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <fieldset className="grid gap-5">
        <legend className="mb-4 font-semibold text-lg leading-snug">{t("meeting")}</legend>
        {rooms.length > 0 && (
          <Select id="room" name="room" label={t("room")} error={errorAt("room")} defaultValue={shown.room}>
            {rooms.map(({ alias, name }) => (
              <option key={alias} value={alias}>
                {name} ({alias})
              </option>
            ))}
          </Select>
        )}
        <Field
          id="title"
          name="title"
          label={t("title")}
          error={errorAt("title")}
          defaultValue={shown.title}
          maxLength={limits.title}
          required
          autoComplete="off"
        />
        <div className="grid items-start gap-5 sm:grid-cols-3">
          <Field
            id="date"
            name="date"
            type="date"
            label={t("date")}
            error={errorAt("date")}
            defaultValue={shown.date}
            required
          />
          <Field
            id="time"
            name="time"
            type="time"
            label={t("time")}
            error={errorAt("time")}
            defaultValue={shown.time}
            required
          />
          <Field
            id="durationMinutes"
            name="durationMinutes"
            label={t("duration")}
            error={errorAt("durationMinutes")}
            defaultValue={shown.durationMinutes}
            inputMode="numeric"
            autoComplete="off"
          />
        </div>
        {asksWhich && <OccurrenceChoice chosen={shown.occurrence} />}
        <Select
          id="timeZone"
          name="timeZone"
          label={t("timeZone")}
          error={errorAt("timeZone")}
          defaultValue={shown.timeZone}
        >
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll("_", " ")}
            </option>
          ))}
        </Select>
        <TextArea
          id="note"
          name="note"
          label={t("note")}
          hint={t("noteHint")}
          error={errorAt("note")}
          defaultValue={shown.note}
          maxLength={limits.note}
          rows={3}
        />
        {canTellPin && (
          <div className="grid gap-0.5">
            <Checkbox
              name="includesGuestPin"
              label={<span className="font-medium">{t("includesGuestPin")}</span>}
              defaultChecked={shown.includesGuestPin === "on"}
              aria-describedby="includesGuestPin-hint"
            />
            <p id="includesGuestPin-hint" className="pl-8 text-ink-soft text-sm">
              {t("includesGuestPinHint")}
            </p>
          </div>
        )}
      </fieldset>
      <GuestLines values={shown} languages={languages} max={limits.guests} errorAt={errorAt} />
      {(code || state.fields) && (
        <Alert tone="danger" role="alert" heading={t("notSaved")}>
          {code && tCodes(tCodes.has(code) ? code : "unknown")}
        </Alert>
      )}
      <div>
        <Button type="submit" look="primary" isBusy={isBusy} className="w-full sm:w-auto">
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
