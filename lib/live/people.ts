import type { Leg, LegPlace } from "./types";

/** One person in a meeting: all legs of one conversation, shown as one line. Acting on the line acts on every leg. */
export type LivePerson = Omit<Leg, "id" | "conversationId"> & { key: string; legIds: string[] };

const nearest: Record<LegPlace, number> = { meeting: 0, lobby: 1, pin: 2, connecting: 3 };

/**
 * Joins legs to people. A person counts as encrypted, and as who they say they are, only if every leg is, as present or in the lobby by the leg that
 * got furthest; name, kind and address come from the leg that carries the media.
 */
export function people(legs: Iterable<Leg>): LivePerson[] {
  const byConversation = new Map<string, Leg[]>();
  for (const leg of legs) {
    const key = leg.conversationId || leg.id;
    byConversation.set(key, [...(byConversation.get(key) ?? []), leg]);
  }
  return [...byConversation].map(([key, all]) => {
    const [main] = [...all].sort(
      (a, b) =>
        Number(b.hasMedia) - Number(a.hasMedia) ||
        nearest[a.place] - nearest[b.place] ||
        (a.id < b.id ? -1 : 1),
    ) as [Leg, ...Leg[]];
    const joined = all.map((leg) => leg.joinedAt).filter((at) => at !== null);
    return {
      ...main,
      key,
      legIds: all.map((leg) => leg.id),
      place: all.map((leg) => leg.place).sort((a, b) => nearest[a] - nearest[b])[0] ?? main.place,
      onNet: all.every((leg) => leg.onNet),
      encrypted: all.every((leg) => leg.encrypted),
      identified: all.every((leg) => leg.identified),
      muted: main.muted,
      presenting: all.some((leg) => leg.presenting),
      hasMedia: all.some((leg) => leg.hasMedia),
      joinedAt: joined.sort()[0] ?? null,
    };
  });
}
