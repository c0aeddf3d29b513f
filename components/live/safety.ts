import type { LivePerson } from "@/lib/live/people";
import type { KnownPeople } from "@/lib/live/types";
import { isExposed, isInside } from "./roster-view";

export const safetyNames = ["unencrypted", "offNet", "telephone", "unidentified"] as const;
export type SafetyName = (typeof safetyNames)[number];

/** What a host may want to know of the people in the meeting. What the bridge has not proven is a concern. */
const concerns: Record<SafetyName, (person: LivePerson) => boolean> = {
  unencrypted: isExposed,
  offNet: (person) => !person.onNet,
  telephone: (person) => person.kind === "telephone",
  unidentified: (person) => !person.identified,
};

/** Whom each concern is about, by key, among the people inside: streams and the lobby left out. */
export function safetyOf(people: readonly LivePerson[]): Record<SafetyName, string[]> {
  const inside = people.filter(isInside);
  const keysOf = (name: SafetyName) => inside.filter(concerns[name]).map(({ key }) => key);
  return {
    unencrypted: keysOf("unencrypted"),
    offNet: keysOf("offNet"),
    telephone: keysOf("telephone"),
    unidentified: keysOf("unidentified"),
  };
}

export type Mark = "owner" | "you" | "perhapsYou" | "host";

/**
 * Why somebody should be looked at twice before being put out. An address counts only where the bridge has proven it:
 * nobody shields themselves by calling with another's. A name that is the viewer's own is worth a look, no more.
 */
export function marksOf(person: LivePerson, known: KnownPeople): Mark[] {
  const isAt = (address: string) =>
    person.onNet && address !== "" && person.address === address.toLowerCase();
  const isViewer = isAt(known.viewer);
  const isNamesake = !isViewer && person.name !== "" && person.name === known.viewerName;
  return [
    ...(isViewer ? (["you"] as const) : isNamesake ? (["perhapsYou"] as const) : []),
    ...(isAt(known.owner) ? (["owner"] as const) : []),
    ...(person.role === "host" ? (["host"] as const) : []),
  ];
}
