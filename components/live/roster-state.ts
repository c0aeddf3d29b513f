import type { Changes, DialEnd, Leg, LiveConference, Snapshot, SourceState } from "@/lib/live/types";

/** Why a roster shows no meeting any more, for good. */
export type Over = "signed_out" | "gone";

/** What an open roster knows. `link` is its own event stream, `source` what stands behind the portal. */
export type Roster = {
  conference: LiveConference | null;
  legs: ReadonlyMap<string, Leg>;
  /** Why calls that the meeting made are over, by leg. */
  dialEnds: ReadonlyMap<string, DialEnd>;
  version: string;
  source: SourceState;
  link: { ok: true } | { ok: false; since: string };
  over: Over | null;
  /** The meeting that ended last: a late change must not bring it back. */
  endedId: string | null;
};

export type RosterEvent =
  | { type: "snapshot"; snapshot: Snapshot }
  | { type: "changes"; changes: Changes }
  | { type: "source"; source: SourceState }
  | { type: "link_lost"; at: string }
  | { type: "link_restored" }
  | { type: "over"; why: Over };

const byId = (legs: readonly Leg[]) => new Map(legs.map((leg) => [leg.id, leg]));

/** The roster that the server rendered. */
export const initialRoster = (snapshot: Snapshot): Roster => ({
  conference: snapshot.conference,
  legs: byId(snapshot.legs),
  dialEnds: new Map(),
  version: snapshot.version,
  source: snapshot.source,
  link: { ok: true },
  over: null,
  endedId: null,
});

/** Versions count up within one meeting. What stands before the last number is no part of the order. */
const orderOf = (version: string) => BigInt(/\d+$/.exec(version)?.[0] ?? "0");

/** Applies one event. Gives back the same object when nothing changed, so that nothing is drawn again. */
export function rosterReducer(roster: Roster, event: RosterEvent): Roster {
  switch (event.type) {
    case "snapshot":
      return takeSnapshot(roster, event.snapshot);
    case "changes":
      return takeChanges(roster, event.changes);
    case "source":
      return { ...roster, source: event.source };
    case "link_lost":
      return roster.link.ok ? { ...roster, link: { ok: false, since: event.at } } : roster;
    case "link_restored":
      return roster.link.ok ? roster : { ...roster, link: { ok: true } };
    case "over":
      return roster.over ? roster : { ...roster, over: event.why };
  }
}

function takeSnapshot(roster: Roster, snapshot: Snapshot): Roster {
  const { conference, legs, version, source } = snapshot;
  const isOlder =
    conference !== null &&
    conference.id === roster.conference?.id &&
    orderOf(version) < orderOf(roster.version);
  if (isOlder) return { ...roster, source };
  const ended = roster.conference?.id;
  const endedId = ended && ended !== conference?.id ? ended : roster.endedId;
  return { ...roster, conference, legs: byId(legs), version, source, endedId };
}

function takeChanges(roster: Roster, changes: Changes): Roster {
  const { conference, version } = changes;
  const current = roster.conference;
  if (conference.id === roster.endedId) return roster;
  if (conference.id !== current?.id) {
    if (current && conference.startedAt < current.startedAt) return roster;
    const endedId = current?.id ?? roster.endedId;
    const dialEnds = new Map(Object.entries(changes.dialEnds));
    return { ...roster, conference, legs: merged(new Map(), changes), dialEnds, version, endedId };
  }
  if (orderOf(version) <= orderOf(roster.version)) return roster;
  const ends = Object.entries(changes.dialEnds);
  const dialEnds = ends.length > 0 ? new Map([...roster.dialEnds, ...ends]) : roster.dialEnds;
  return { ...roster, conference, legs: merged(roster.legs, changes), dialEnds, version };
}

function merged(legs: ReadonlyMap<string, Leg>, changes: Changes): Map<string, Leg> {
  const next = new Map(legs);
  for (const leg of changes.legs) next.set(leg.id, leg);
  for (const id of changes.gone) next.delete(id);
  return next;
}

/** Why and since when a roster cannot be relied on, or null while it is live. A broken link hides all that is behind it. */
export type Staleness = { since: string; why: "stream" | "bridge" | "events" | "database" | "unchecked" };

export function stalenessOf({ link, source }: Roster): Staleness | null {
  if (!link.ok) {
    const since = !source.ok && source.since < link.since ? source.since : link.since;
    return { since, why: "stream" };
  }
  return source.ok ? null : { since: source.since, why: source.why };
}
