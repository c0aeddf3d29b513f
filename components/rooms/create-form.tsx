"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { useFirstRefused } from "@/components/ui/answers";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";

/** What the action answers: keys of `rooms.create.errors`, and what was typed. */
export type CreateState = {
  fields?: Record<string, string>;
  /** The person has as many rooms as one can have. */
  isFull?: true;
  values?: { name: string; addressName: string };
};

type Props = {
  limits: { min: number; max: number; rooms: number };
  create: (previous: CreateState, form: FormData) => Promise<CreateState>;
};

/** Makes a permanent room. */
export function CreateForm({ limits, create }: Props) {
  const t = useTranslations("rooms.create");
  const [state, submit, isBusy] = useActionState(create, {});
  const form = useFirstRefused(state);
  const errorAt = (name: "name" | "addressName") => {
    const key = state.fields?.[name];
    if (!key) return undefined;
    const known = `errors.${key}` as "errors.invalid";
    return t.has(known) ? t(known, limits) : t("errors.invalid");
  };
  return (
    <form
      ref={form}
      action={submit}
      noValidate
      // React clears a form after its action; the fields here keep what they show.
      onReset={(event) => event.preventDefault()}
      className="grid gap-6 p-5 sm:p-6"
    >
      <Field
        id="name"
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        error={errorAt("name")}
        defaultValue={state.values?.name}
        required
        autoComplete="off"
      />
      <Field
        id="addressName"
        name="addressName"
        label={t("addressName")}
        hint={t("addressNameHint", limits)}
        error={errorAt("addressName")}
        defaultValue={state.values?.addressName}
        required
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
      />
      {(state.fields || state.isFull) && (
        <Alert tone="danger" role="alert" heading={t("notMade")}>
          {state.isFull && t("tooMany", { max: limits.rooms })}
        </Alert>
      )}
      <div>
        <Button type="submit" look="primary" isBusy={isBusy} className="w-full sm:w-auto">
          {t("submit")}
        </Button>
      </div>
    </form>
  );
}
