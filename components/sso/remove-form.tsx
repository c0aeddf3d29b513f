"use client";

import { useActionState } from "react";
import { AskedForm, type Question } from "@/components/ui/asked-form";
import { type Problem, ProblemAlert } from "./problem";

type State = { problem?: Problem };

type Props = {
  question: Omit<Question, "isDangerous">;
  /** Hidden fields that name what goes. */
  hidden?: Record<string, string>;
  remove: (previous: State, form: FormData) => Promise<State>;
};

/** Removes something, after a question. */
export function RemoveForm({ question, hidden, remove }: Props) {
  const [state, submit, isBusy] = useActionState(remove, {});
  return (
    <AskedForm
      question={{ ...question, isDangerous: true }}
      action={submit}
      isBusy={isBusy}
      hidden={hidden}
      problem={state.problem && <ProblemAlert problem={state.problem} />}
    />
  );
}
