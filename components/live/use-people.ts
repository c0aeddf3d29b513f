"use client";

import { useMemo, useRef } from "react";
import { type LivePerson, people } from "@/lib/live/people";
import type { Leg } from "@/lib/live/types";
import { reusing } from "./roster-view";

/** The people of a roster by key; those about whom nothing changed are the same objects as before. */
export function usePeople(legs: ReadonlyMap<string, Leg>): ReadonlyMap<string, LivePerson> {
  const before = useRef<ReadonlyMap<string, LivePerson>>(new Map());
  return useMemo(() => {
    const now = new Map(reusing(before.current, people(legs.values())).map((person) => [person.key, person]));
    before.current = now;
    return now;
  }, [legs]);
}
