"use client";

import { useCallback, useMemo, useState } from "react";
import type { LivePerson } from "@/lib/live/people";
import type { SafetyName } from "./safety";

type People = ReadonlyMap<string, LivePerson>;
type Choice = { keys: ReadonlySet<string>; concern: SafetyName | null };

const nobody: Choice = { keys: new Set(), concern: null };

/** Whom a host has ticked. Who leaves is no longer selected; who comes is not, whatever was chosen before. */
export function useSelection(people: People, concerns: Record<SafetyName, string[]>) {
  const [choice, setChoice] = useState(nobody);
  const selected = useMemo(() => [...choice.keys].flatMap((key) => people.get(key) ?? []), [choice, people]);

  const toggle = useCallback((key: string) => {
    setChoice((before) => {
      const keys = new Set(before.keys);
      if (!keys.delete(key)) keys.add(key);
      return { keys, concern: null };
    });
  }, []);
  const clear = useCallback(() => setChoice(nobody), []);
  const choose = useCallback(
    (concern: SafetyName) => setChoice({ keys: new Set(concerns[concern]), concern }),
    [concerns],
  );

  // Pressed only as long as those selected are exactly those concerned.
  const { concern } = choice;
  const isExact =
    concern !== null &&
    concerns[concern].length === selected.length &&
    concerns[concern].every((key) => choice.keys.has(key));
  return { selected, keys: choice.keys, concern: isExact ? concern : null, toggle, clear, choose };
}
