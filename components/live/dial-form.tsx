"use client";

import { PhoneOutgoing } from "lucide-react";
import { useActionState, useState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { useEachAnswer, useFirstRefused } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Described, describedBy } from "@/components/ui/described";
import { Field, Select } from "@/components/ui/field";
import { DIAL_LIMITS, type DialKind, dialKinds, mayBeTelephone } from "@/lib/live/dial-input";
import type { DialState } from "./dials";
import { failureText } from "./failure-text";

type Props = {
  alias: string;
  isOff: boolean;
  dial: (previous: DialState, form: FormData) => Promise<DialState>;
  onDialled: (dialled: { legIds: string[]; name: string }) => void;
};

const blank = {
  kind: "video" as DialKind,
  destination: "",
  code: "",
  role: "guest",
  name: "",
  confirmed: false,
};

/** Calls a video address, a telephone or an external audio bridge. What is never encrypted is confirmed by a tick first. */
export function DialForm({ alias, isOff, dial, onDialled }: Props) {
  const t = useTranslations("live");
  const [state, submit, isBusy] = useActionState(dial, {});
  const [typed, setTyped] = useState(blank);
  // What was said about the last try no longer holds once something else has been typed.
  const [stale, setStale] = useState<DialState | null>(null);
  const answer = state === stale ? {} : state;
  const form = useFirstRefused(state);
  useEachAnswer(state, ({ dialled }) => {
    if (!dialled) return;
    onDialled(dialled);
    setTyped({ ...blank, kind: typed.kind });
  });

  const edit = (change: Partial<typeof blank>) => {
    setTyped({ ...typed, ...change });
    setStale(state);
  };
  const errorAt = (name: string) => {
    const key = answer.fields?.[name];
    return key && t(`dial.errors.${key as "address"}`);
  };
  const { kind, destination } = typed;
  const isUnencrypted = mayBeTelephone(kind, destination) || answer.fields?.confirmed !== undefined;
  return (
    <form
      ref={form}
      action={submit}
      noValidate
      aria-label={t("dial.title")}
      onReset={(event) => event.preventDefault()}
      className="mt-4 grid gap-4 border-line border-t pt-4"
    >
      <input type="hidden" name="alias" value={alias} />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Select
          id="dial-kind"
          name="kind"
          label={t("dial.kind")}
          value={kind}
          onChange={(event) => edit({ kind: event.target.value as DialKind, confirmed: false })}
        >
          {dialKinds.map((name) => (
            <option key={name} value={name}>
              {t(`dial.kinds.${name}`)}
            </option>
          ))}
        </Select>
        <Field
          id="dial-destination"
          name="destination"
          label={t(kind === "video" ? "dial.address" : "dial.number")}
          hint={t(kind === "video" ? "dial.addressHint" : "dial.numberHint")}
          error={errorAt("destination")}
          inputMode={kind === "video" ? "email" : "tel"}
          autoComplete="off"
          maxLength={300}
          value={destination}
          onChange={(event) => edit({ destination: event.target.value })}
        />
        {kind === "bridge" && (
          <Field
            id="dial-code"
            name="code"
            label={t("dial.code")}
            hint={t("dial.codeHint")}
            error={errorAt("code")}
            autoComplete="off"
            maxLength={DIAL_LIMITS.code}
            value={typed.code}
            onChange={(event) => edit({ code: event.target.value })}
          />
        )}
        <Field
          id="dial-name"
          name="name"
          label={t("dial.name")}
          hint={t("dial.nameHint")}
          error={errorAt("name")}
          autoComplete="off"
          maxLength={DIAL_LIMITS.name}
          value={typed.name}
          onChange={(event) => edit({ name: event.target.value })}
        />
        <Select
          id="dial-role"
          name="role"
          label={t("dial.role")}
          hint={t("dial.roleHint")}
          value={typed.role}
          onChange={(event) => edit({ role: event.target.value })}
        >
          {(["guest", "host"] as const).map((role) => (
            <option key={role} value={role}>
              {t(`roles.${role}`)}
            </option>
          ))}
        </Select>
      </div>
      {isUnencrypted && (
        <Alert tone="warning" heading={t("dial.warning")}>
          <p>{t("dial.warningBody")}</p>
          <Checkbox
            name="confirmed"
            label={t("dial.confirm")}
            checked={typed.confirmed}
            onChange={(event) => edit({ confirmed: event.target.checked })}
            aria-invalid={errorAt("confirmed") ? true : undefined}
            aria-describedby={describedBy("dial-confirmed", { error: errorAt("confirmed") })}
          />
          <Described id="dial-confirmed" error={errorAt("confirmed")} />
        </Alert>
      )}
      {answer.error && (
        <Alert tone="danger" role="alert" heading={t("dial.failed")}>
          <p>{failureText(t, answer.error)}</p>
        </Alert>
      )}
      <Button
        type="submit"
        look="primary"
        icon={<PhoneOutgoing aria-hidden />}
        isBusy={isBusy}
        isOff={isOff}
        className="w-full justify-self-start sm:w-auto"
      >
        {t("dial.call")}
      </Button>
    </form>
  );
}
