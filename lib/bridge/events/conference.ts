import { merge, type Stamp, type Stamped, unspoken } from "./stamp";

export type ConferenceFields = { isLocked: boolean; isStarted: boolean; guestsMuted: boolean };

/**
 * A time that a conference was on one node, in Unix seconds. A node leaves a conference with its last leg there and may
 * come back. `gone`: the status API no longer knew it; the node's own word, `ended`, counts more.
 */
export type Stay = { started: number; ended?: number; gone?: number };

/** One conference of a room, folded from what its nodes and legs said. Times in Unix seconds. */
export type ConferenceState = Stamped<ConferenceFields> & {
  startedAt: number;
  endedAt: number | null;
  /** By node, in their order. A node that only legs spoke of has none yet. */
  stays: Record<string, Stay[]>;
};

export const newConference = (startedAt: number): ConferenceState => ({
  ...unspoken({ isLocked: false, isStarted: false, guestsMuted: false }),
  startedAt,
  endedAt: null,
  stays: {},
});

/** When each stay of a node was over; Infinity while it lasts. A node that comes back had left, told or not. */
export const endsOf = (stays: readonly Stay[]): number[] =>
  stays.map(
    (stay, index) => stay.ended ?? stay.gone ?? stays[index + 1]?.started ?? Number.POSITIVE_INFINITY,
  );

/** A conference begins with its first stay and is over when it is over on all nodes. */
export function withStays<C extends ConferenceState>(conference: C, stays: Record<string, Stay[]>): C {
  const nodes = Object.values(stays);
  const starts = nodes.flatMap((all) => all.map((stay) => stay.started));
  const ends = nodes.flatMap(endsOf);
  const isOver =
    ends.length > 0 && nodes.every((all) => all.length > 0) && !ends.includes(Number.POSITIVE_INFINITY);
  return {
    ...conference,
    stays,
    startedAt: starts.length > 0 ? Math.min(...starts) : conference.startedAt,
    endedAt: isOver ? Math.max(...ends) : null,
  };
}

/** Adds a stay, or its end, to those of a node. */
function withStay(known: Stay[], started: number, ended: number | undefined): Stay[] {
  const same = known.find((stay) => stay.started === started);
  if (same) {
    if (ended === undefined || (same.ended ?? 0) >= ended) return known;
    return known.map((stay) => (stay === same ? { ...stay, ended } : stay));
  }
  const added: Stay = ended === undefined ? { started } : { started, ended };
  return [...known, added].sort((a, b) => a.started - b.started);
}

/** The start that an end belongs to when the bridge does not say it: that of the last stay which had begun by then. */
const startBefore = (stays: Stay[], ended: number) =>
  stays.findLast((stay) => stay.started <= ended)?.started ?? ended;

/**
 * Adds a node's word on the conference: it began there, it ended there, or it has those flags.
 * @returns `conference` itself when nothing is new
 */
export function hearConference<C extends ConferenceState>(
  conference: C,
  said: { node: string; fields: Partial<ConferenceFields>; stamp: Stamp; started?: number; ended?: number },
): C {
  const flagged = merge<ConferenceFields, C>(conference, said.fields, said.stamp);
  const known = flagged.stays[said.node] ?? [];
  const started = said.started ?? (said.ended === undefined ? undefined : startBefore(known, said.ended));
  if (started === undefined) return flagged;
  const stays = withStay(known, started, said.ended);
  return stays === known ? flagged : withStays(flagged, { ...flagged.stays, [said.node]: stays });
}

/**
 * A leg on a node proves that the conference is there, and before its own start is told, that it had begun.
 * @returns `conference` itself when nothing is new
 */
export function hearOfLeg<C extends ConferenceState>(conference: C, node: string, connectedAt: number): C {
  const isFirm = Object.values(conference.stays).some((stays) => stays.length > 0);
  const isEarlier = !isFirm && connectedAt < conference.startedAt;
  if (conference.stays[node] && !isEarlier) return conference;
  const startedAt = isEarlier ? connectedAt : conference.startedAt;
  return withStays(
    { ...conference, startedAt },
    { ...conference.stays, [node]: conference.stays[node] ?? [] },
  );
}

/** Stays of no node in particular: what the status API alone told. */
const NO_NODE = "";

/** The status API does not know the conference (any more), at `at` in Unix seconds. */
export function foundGone<C extends ConferenceState>(conference: C, at: number): C {
  const nodes = Object.keys(conference.stays).length > 0 ? conference.stays : { [NO_NODE]: [] };
  const closed = Object.entries(nodes).map(([node, stays]) => {
    const last = stays.at(-1) ?? { started: Math.min(conference.startedAt, at) };
    const end = last.ended === undefined ? { ...last, gone: at } : last;
    return [node, [...stays.slice(0, -1), end]];
  });
  return withStays(conference, Object.fromEntries(closed));
}

/** The status API knows the conference: no earlier absence counts. */
export function foundThere<C extends ConferenceState>(conference: C): C {
  if (!Object.values(conference.stays).some((all) => all.at(-1)?.gone !== undefined)) return conference;
  const open = Object.entries(conference.stays).map(([node, stays]) => [
    node,
    stays.map(({ gone, ...stay }, index) =>
      index === stays.length - 1 || gone === undefined ? stay : { ...stay, gone },
    ),
  ]);
  const { [NO_NODE]: _, ...named } = Object.fromEntries(open) as Record<string, Stay[]>;
  return withStays(conference, named);
}

/** A first leg can ring, or type its PIN, for so long before the conference counts as begun. In seconds. */
const LEG_AHEAD_S = 600;

/**
 * Which of a room's conferences something at `at` belongs to: the one it falls into, else the one that began soon
 * after. Null: to none that is known. Unix seconds; `conferences` in any order.
 */
export function conferenceAt<C extends ConferenceState>(conferences: readonly C[], at: number): C | null {
  const newestFirst = [...conferences].sort((a, b) => b.startedAt - a.startedAt);
  const around = newestFirst.find((c) => c.startedAt <= at && (c.endedAt === null || at <= c.endedAt));
  if (around) return around;
  return newestFirst.findLast((c) => c.startedAt > at && c.startedAt - at <= LEG_AHEAD_S) ?? null;
}

/**
 * From when on a leg belongs to which of a room's conferences, in their order, in Unix seconds: the rule of
 * {@link conferenceAt} for legs that have their place already.
 */
export function legRanges<C extends ConferenceState & { id: string }>(
  conferences: readonly C[],
): { id: string; from: number }[] {
  const inOrder = [...conferences].sort((a, b) => a.startedAt - b.startedAt);
  return inOrder.map(({ id, startedAt }, index) => {
    const before = inOrder[index - 1];
    if (!before) return { id, from: Number.NEGATIVE_INFINITY };
    const free = before.endedAt === null ? startedAt : before.endedAt + 0.001;
    return { id, from: Math.min(startedAt, Math.max(free, startedAt - LEG_AHEAD_S)) };
  });
}
