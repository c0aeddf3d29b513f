"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { type Problem, ProblemAlert } from "./problem";

type State = { problem?: Problem };

type Props = {
  opener: ReactNode;
  title: string;
  body: string;
  confirm: string;
  /** Hidden fields that name what goes. */
  fields?: Record<string, string>;
  remove: (previous: State, form: FormData) => Promise<State>;
};

/** Removes something, after a question. */
export function RemoveForm({ opener, title, body, confirm, fields = {}, remove }: Props) {
  const [state, submit, isBusy] = useActionState(remove, {});
  return (
    <Disclosure look="danger" title={opener}>
      <form
        action={submit}
        className="mt-3 grid gap-4 rounded-control border border-line bg-sunken p-4 text-sm"
      >
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div className="grid gap-2">
          <p className="font-semibold [overflow-wrap:anywhere]">{title}</p>
          <p className="text-ink-soft leading-relaxed">{body}</p>
        </div>
        <ProblemAlert problem={state.problem} />
        <div>
          <Button type="submit" size="small" look="danger" isBusy={isBusy}>
            {confirm}
          </Button>
        </div>
      </form>
    </Disclosure>
  );
}
