"use client";

import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { useFirstRefused } from "@/components/ui/answers";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";

type Person = { userId: string; displayName: string; email: string; canSetPins: boolean };

/** What adding and removing answer: whom it was about, or keys of `rooms.coHosts.errors` and what was typed. */
export type CoHostState = { added?: string; removed?: true; error?: string; address?: string };
type Act = (previous: CoHostState, form: FormData) => Promise<CoHostState>;

type Props = { alias: string; people: Person[]; add: Act; remove: Act };

/** The co-hosts of a room: who they are, and who else may be one. */
export function CoHosts({ alias, people, add, remove }: Props) {
  const t = useTranslations("rooms.coHosts");
  const [removed, submitRemoval, isRemoving] = useActionState(remove, {});
  return (
    <div className="grid gap-5 px-5 sm:px-6">
      {people.length === 0 ? (
        <p className="text-ink-soft text-sm">{t("none")}</p>
      ) : (
        <ul className="grid divide-y divide-line">
          {people.map(({ userId, displayName, email, canSetPins }) => (
            <li key={userId} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
              <span className="grid min-w-0 flex-1 basis-48">
                <span className="font-medium [overflow-wrap:anywhere]">{displayName}</span>
                <span className="text-ink-soft text-sm [overflow-wrap:anywhere]">{email}</span>
              </span>
              {canSetPins && <Badge tone="outline">{t("pinsToo")}</Badge>}
              <form action={submitRemoval}>
                <input type="hidden" name="alias" value={alias} />
                <input type="hidden" name="userId" value={userId} />
                <Button
                  type="submit"
                  size="small"
                  isBusy={isRemoving}
                  aria-label={t("removeWhom", { name: displayName })}
                >
                  {t("remove")}
                </Button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className="font-medium text-positive text-sm empty:hidden">
        {removed.removed && t("removed")}
      </p>
      <AddForm alias={alias} add={add} />
    </div>
  );
}

function AddForm({ alias, add }: Pick<Props, "alias" | "add">) {
  const t = useTranslations("rooms.coHosts");
  const [state, submit, isBusy] = useActionState(add, {});
  const form = useFirstRefused(state);
  const known = `errors.${state.error}` as "errors.invalid";
  return (
    <form ref={form} action={submit} noValidate className="grid gap-4">
      <input type="hidden" name="alias" value={alias} />
      <Field
        id="co-host"
        name="address"
        label={t("address")}
        hint={t("addressHint")}
        error={state.error && t(t.has(known) ? known : "errors.invalid")}
        defaultValue={state.address}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        inputMode="email"
      />
      <Checkbox name="canSetPins" label={t("canSetPins")} />
      <p role="status" className="font-medium text-positive text-sm empty:hidden">
        {state.added && t("added", { name: state.added })}
      </p>
      <div>
        <Button type="submit" isBusy={isBusy} className="w-full sm:w-auto">
          {t("add")}
        </Button>
      </div>
    </form>
  );
}
