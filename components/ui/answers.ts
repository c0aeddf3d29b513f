import { type RefObject, useEffect, useEffectEvent, useRef } from "react";

/** Acts once on each new answer of a form's action, also on one that says the same as the one before. */
export function useEachAnswer<T>(answer: T, act: (answer: T) => void): void {
  const onAnswer = useEffectEvent(act);
  useEffect(() => onAnswer(answer), [answer]);
}

/** For a form: with each answer, the first field that was refused takes the focus. */
export function useFirstRefused(answer: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEachAnswer(answer, () => form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus());
  return form;
}
