import { type ConferenceState, endsOf, type Stay, withStays } from "./conference";

type Piece<C> = { conference: C; node: string; stay: Stay; from: number; to: number };

/** A conference as it is grouped now, and the one of before that it goes on from; null: it is new. */
export type Regrouped<C> = { state: ConferenceState; of: C | null };

/**
 * A conference is what overlaps in time: a stay that begins while another lasts belongs to it, one that begins after all
 * others are over is the next conference. Late events can show that two were one, or that one was two.
 * @returns null when the conferences are grouped as they should be
 */
export function regroup<C extends ConferenceState>(conferences: readonly C[]): Regrouped<C>[] | null {
  const groups = groupsOf(conferences.flatMap(piecesOf));
  const owners = groups.map((group) => new Set(group.map((piece) => piece.conference)));
  const isOneToOne =
    owners.every((owner) => owner.size === 1) &&
    new Set(owners.map(([first]) => first)).size === groups.length;
  if (isOneToOne) return null;

  const taken = new Set<C>();
  return groups.map((group, index) => {
    const first = group.map((piece) => piece.conference).find((one) => !taken.has(one));
    if (first) taken.add(first);
    // Flags are the newest that any of them had.
    const newest = group.map((piece) => piece.conference).reduce((a, b) => (b.stamp > a.stamp ? b : a));
    const { fields, stamp, older } = newest;
    const base = { fields, stamp, older, startedAt: group[0]?.from ?? 0, endedAt: null, stays: {} };
    return { state: withStays(base, staysOf(group, index === groups.length - 1)), of: first ?? null };
  });
}

/** A conference's stays as pieces of time. One that only legs spoke of is a single piece. */
function piecesOf<C extends ConferenceState>(conference: C): Piece<C>[] {
  const pieces = Object.entries(conference.stays).flatMap(([node, stays]) => {
    const ends = endsOf(stays);
    return stays.map((stay, index) => ({
      conference,
      node,
      stay,
      from: stay.started,
      to: ends[index] ?? Number.POSITIVE_INFINITY,
    }));
  });
  if (pieces.length > 0) return pieces;
  const from = conference.startedAt;
  return [
    {
      conference,
      node: "",
      stay: { started: from },
      from,
      to: conference.endedAt ?? Number.POSITIVE_INFINITY,
    },
  ];
}

/** Pieces that hang together in time, earliest first. */
function groupsOf<C>(pieces: Piece<C>[]): Piece<C>[][] {
  const groups: Piece<C>[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const piece of [...pieces].sort((a, b) => a.from - b.from)) {
    const group = groups.at(-1);
    if (group && piece.from < end) group.push(piece);
    else groups.push([piece]);
    end = Math.max(end, piece.to);
  }
  return groups;
}

/** The stays of a group by node. Nodes that only legs spoke of go with the last group: there they may still be awaited. */
function staysOf<C extends ConferenceState>(group: Piece<C>[], isLast: boolean): Record<string, Stay[]> {
  const stays: Record<string, Stay[]> = {};
  for (const { node, stay, to } of group) {
    if (node === "") continue;
    // An end that followed from the node's next stay must not be lost when that one is in another group.
    const isFollowed = stay.ended === undefined && stay.gone === undefined && Number.isFinite(to);
    stays[node] = [...(stays[node] ?? []), isFollowed ? { ...stay, gone: to } : stay];
    stays[node].sort((a, b) => a.started - b.started);
  }
  if (!isLast) return stays;
  const silent = group.flatMap(({ conference }) =>
    Object.entries(conference.stays).filter(([, all]) => all.length === 0),
  );
  for (const [node] of silent) stays[node] ??= [];
  return stays;
}
