import { randomUUID } from "node:crypto";
import type pg from "pg";
import { plainArray, textArray } from "../../pg-array";
import { type ConferenceState, endsOf, legRanges } from "./conference";
import type { BridgeEvent } from "./envelope";
import type { LegFields, LegState } from "./leg";
import { regroup } from "./regroup";

/** Channel on which changes of a room's live meeting are told; the payload is the room's id. */
export const LIVE_CHANGED = "live_changed";

type StoredConference = ConferenceState & { id: string; roomId: string; version: bigint };
type StoredLeg = LegState & { id: string; conferenceId: string };

/** An event that is about a room of ours. */
export type RoomEvent = {
  roomId: string;
  event: Extract<BridgeEvent, { about: "participant" | "conference" }>;
};

/**
 * The rooms that a batch speaks of, with those of their conferences and legs that it can touch. Loaded under a lock,
 * changed in memory, saved as a whole.
 */
export class Rooms {
  readonly conferences = new Map<string, StoredConference>();
  readonly legs = new Map<string, StoredLeg>();
  private readonly idsOf = new Map<string, string[]>();
  /** What was loaded. States are never altered in place, so what is another object has changed. */
  private readonly loaded: ReadonlySet<StoredConference | StoredLeg>;
  private readonly loadedTimes: ReadonlyMap<string, StoredConference>;

  constructor(
    private readonly roomIds: ReadonlySet<string>,
    conferences: StoredConference[],
    legs: StoredLeg[],
  ) {
    for (const conference of conferences) this.replace(conference);
    for (const leg of legs) this.legs.set(leg.id, leg);
    this.loaded = new Set([...conferences, ...legs]);
    this.loadedTimes = new Map(conferences.map((conference) => [conference.id, conference]));
  }

  isRoom = (roomId: string) => this.roomIds.has(roomId);

  conferencesOf(roomId: string): StoredConference[] {
    const ids = this.idsOf.get(roomId) ?? [];
    return ids.flatMap((id) => this.conferences.get(id) ?? []);
  }

  add(roomId: string, state: ConferenceState): StoredConference {
    const conference = { ...state, id: randomUUID(), roomId, version: 0n };
    this.replace(conference);
    return conference;
  }

  replace(conference: StoredConference): void {
    const ids = this.idsOf.get(conference.roomId) ?? [];
    if (!ids.includes(conference.id)) this.idsOf.set(conference.roomId, [...ids, conference.id]);
    this.conferences.set(conference.id, conference);
  }

  /** Conferences that turned out to be part of others. */
  readonly mergedAway = new Set<string>();
  /** Rooms whose legs have to be looked through again, because their conferences are others than before. */
  readonly regrouped = new Set<string>();

  /** Groups each room's conferences, and their legs, as their times say: see {@link regroup}. */
  settle(): void {
    for (const roomId of this.roomIds) {
      this.groupConferences(roomId);
      this.closeAllButLast(roomId);
      const conferences = this.conferencesOf(roomId);
      // Legs move only between conferences, and only when one of those is new or has other times than before.
      if (conferences.length + this.mergedAway.size < 2 || !conferences.some(this.hasOtherTimes)) continue;
      this.regrouped.add(roomId);
      const ids = new Set([...conferences.map(({ id }) => id), ...this.mergedAway]);
      const ranges = legRanges(conferences);
      for (const leg of this.legs.values()) {
        const at = leg.fields.connectedAt;
        const range = at === null ? undefined : ranges.findLast(({ from }) => from <= at);
        const conferenceId = range?.id ?? ranges.at(-1)?.id;
        if (conferenceId && ids.has(leg.conferenceId) && conferenceId !== leg.conferenceId)
          this.legs.set(leg.id, { ...leg, conferenceId });
      }
    }
  }

  private groupConferences(roomId: string): void {
    const before = this.conferencesOf(roomId);
    const after = regroup(before);
    if (!after) return;
    for (const { id } of before) this.conferences.delete(id);
    for (const { state, of } of after) {
      if (of) this.replace({ ...state, id: of.id, roomId, version: of.version });
      else this.add(roomId, state);
    }
    for (const { id } of before) if (!this.conferences.has(id)) this.mergedAway.add(id);
  }

  /** A room has one live conference: an earlier one that some node never closed ended when the next began, at the latest. */
  private closeAllButLast(roomId: string): void {
    const inOrder = this.conferencesOf(roomId).sort((a, b) => a.startedAt - b.startedAt);
    for (const [index, conference] of inOrder.entries()) {
      const next = inOrder[index + 1];
      if (!next || conference.endedAt !== null) continue;
      const ends = Object.values(conference.stays).flatMap(endsOf).filter(Number.isFinite);
      this.replace({ ...conference, endedAt: ends.length > 0 ? Math.max(...ends) : next.startedAt });
    }
  }

  private hasOtherTimes = (conference: StoredConference): boolean => {
    const before = this.loadedTimes.get(conference.id);
    return before?.startedAt !== conference.startedAt || before.endedAt !== conference.endedAt;
  };

  changedLegs = () => [...this.legs.values()].filter((leg) => !this.loaded.has(leg));

  /** Conferences that changed themselves or through a leg. */
  changedConferences(legs: StoredLeg[]): StoredConference[] {
    const throughLegs = new Set(legs.map((leg) => leg.conferenceId));
    return [...this.conferences.values()].filter(
      (c) => throughLegs.has(c.id) || !this.loaded.has(c) || this.regrouped.has(c.roomId),
    );
  }
}

/** Conferences that ended so long before a batch can be changed by it, in seconds: a leg of theirs may belong to the next. */
const LOOK_BACK_S = 3600;

const seconds = (at: Date) => at.getTime() / 1000;
const instant = (at: number | null) => (at === null ? null : new Date(Math.round(at * 1000)));

type ConferenceRow = Omit<StoredConference, "fields" | "older" | "startedAt" | "endedAt" | "version"> & {
  isLocked: boolean;
  isStarted: boolean;
  guestsMuted: boolean;
  olderStamps: StoredConference["older"];
  startedAt: Date;
  endedAt: Date | null;
  version: string;
};

type LegRow = Omit<LegFields, "connectedAt"> & {
  id: string;
  conferenceId: string;
  connectedAt: Date | null;
  leftAt: Date | null;
  leaveReason: string | null;
  leaveConfirmed: boolean;
  presenceStamp: string;
  stamp: string;
  olderStamps: StoredLeg["older"];
};

const legFromRow = (row: LegRow): StoredLeg => {
  const {
    id,
    conferenceId,
    leftAt,
    leaveReason,
    leaveConfirmed,
    presenceStamp,
    stamp,
    olderStamps,
    ...fields
  } = row;
  return {
    id,
    conferenceId,
    stamp,
    older: olderStamps,
    fields: { ...fields, connectedAt: fields.connectedAt && seconds(fields.connectedAt) },
    presence: {
      leftAt: leftAt && seconds(leftAt),
      leaveReason,
      confirmed: leaveConfirmed,
      stamp: presenceStamp,
    },
  };
};

const conferenceFromRow = (row: ConferenceRow): StoredConference => ({
  id: row.id,
  roomId: row.roomId,
  startedAt: seconds(row.startedAt),
  endedAt: row.endedAt && seconds(row.endedAt),
  stays: row.stays,
  fields: { isLocked: row.isLocked, isStarted: row.isStarted, guestsMuted: row.guestsMuted },
  stamp: row.stamp,
  older: row.olderStamps,
  version: BigInt(row.version),
});

const LEG_COLUMNS = `"id", "conferenceId", "conversationId", "callId", "displayName", "sourceAlias", "destinationAlias",
  "protocol", "callDirection", "role", "serviceType", "encryption", "vendor", "callTag", "remoteAddress",
  "systemLocation", "hasMedia", "isMuted", "isPresenting", "isStreaming", "isIdpAuthenticated", "connectedAt",
  "leftAt", "leaveReason", "leaveConfirmed", "presenceStamp", "stamp", "olderStamps"`;

/**
 * Locks the rooms that events are about, in one order for all writers so that none wait for each other in a circle,
 * and reads what the events can touch.
 */
export async function loadRooms(client: pg.PoolClient, events: RoomEvent[]): Promise<Rooms> {
  const roomIds = new Set<string>();
  const legIds = new Set<string>();
  let first = Number.POSITIVE_INFINITY;
  for (const { roomId, event } of events) {
    roomIds.add(roomId);
    if (event.about === "participant") legIds.add(event.data.uuid);
    const began = event.about === "participant" ? event.data.connect_time : event.data.start_time;
    first = Math.min(first, event.time, began ?? event.time);
  }
  return lockRooms(client, [...roomIds], { legIds: [...legIds], since: first });
}

/** Locks rooms and reads their live conferences, those that ended after `since` (Unix seconds), and the named legs. */
export async function lockRooms(
  client: pg.PoolClient,
  roomIds: string[],
  { legIds, since }: { legIds: string[]; since: number },
): Promise<Rooms> {
  if (roomIds.length === 0) return new Rooms(new Set(), [], []);
  const rooms = await client.query<{ id: string }>({
    name: "ingest.rooms",
    text: `SELECT "id" FROM "Room" WHERE "id" = ANY($1::uuid[]) ORDER BY "id" FOR NO KEY UPDATE`,
    values: [roomIds],
  });
  const conferences = await client.query<ConferenceRow>({
    name: "ingest.conferences",
    text: `SELECT "id", "roomId", "startedAt", "endedAt", "isLocked", "isStarted", "guestsMuted", "stamp", "olderStamps",
                  "stays", "version"
           FROM "Conference"
           WHERE "roomId" = ANY($1::uuid[])
             AND ("endedAt" IS NULL OR "endedAt" >= $2
                  OR "id" IN (SELECT "conferenceId" FROM "Participant" WHERE "id" = ANY($3::text[])))`,
    values: [roomIds, instant(Math.max(0, since - LOOK_BACK_S)), legIds],
  });
  const legs = await client.query<LegRow>({
    name: "ingest.legs",
    text: `SELECT ${LEG_COLUMNS} FROM "Participant" WHERE "id" = ANY($1::text[])`,
    values: [legIds],
  });
  return new Rooms(
    new Set(rooms.rows.map((row) => row.id)),
    conferences.rows.map(conferenceFromRow),
    legs.rows.map(legFromRow),
  );
}

/**
 * Writes back what changed, each conference under its next version.
 * @returns how many conferences changed
 */
export async function saveRooms(client: pg.PoolClient, rooms: Rooms): Promise<number> {
  const legs = rooms.changedLegs();
  const conferences = rooms.changedConferences(legs).map((c) => ({ ...c, version: c.version + 1n }));
  if (conferences.length === 0) return 0;
  for (const conference of conferences) rooms.replace(conference);
  await closeMergedAway(client, rooms);
  await saveConferences(client, conferences);
  await moveLegs(client, rooms);
  await saveLegs(client, legs, rooms);
  return conferences.length;
}

/** Tells the open rosters of rooms, at commit, that there may be something new. */
export async function tellRosters(client: pg.PoolClient, roomIds: Iterable<string>): Promise<void> {
  await client.query({
    name: "ingest.notify",
    text: `SELECT pg_notify($1, id) FROM unnest($2::text[]) AS id`,
    values: [LIVE_CHANGED, [...roomIds]],
  });
}

/** A room has one live conference: those that became part of another are out of the way before it is written. */
async function closeMergedAway(client: pg.PoolClient, rooms: Rooms): Promise<void> {
  if (rooms.mergedAway.size === 0) return;
  await client.query(`UPDATE "Conference" SET "endedAt" = "startedAt" WHERE "id" = ANY($1::uuid[])`, [
    [...rooms.mergedAway],
  ]);
}

/** Legs that were not loaded follow their conferences, by the time they connected; what nothing is left of goes. */
async function moveLegs(client: pg.PoolClient, rooms: Rooms): Promise<void> {
  for (const roomId of rooms.regrouped) {
    const ranges = legRanges(rooms.conferencesOf(roomId));
    const versionOf = (id: string) => (rooms.conferences.get(id)?.version ?? 0n).toString();
    await client.query(
      `UPDATE "Participant" p SET "conferenceId" = c."id", "version" = c."version"
       FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::timestamptz[]) AS c("id", "version", "from", "until")
       WHERE p."conferenceId" = ANY($5::uuid[]) AND p."conferenceId" <> c."id"
         AND p."connectedAt" >= c."from" AND (p."connectedAt" < c."until" OR c."until" IS NULL)`,
      [
        ranges.map(({ id }) => id),
        ranges.map(({ id }) => versionOf(id)),
        ranges.map(({ from }) => instant(Math.max(0, from))),
        ranges.map((_, index) => instant(ranges[index + 1]?.from ?? null)),
        [...ranges.map(({ id }) => id), ...rooms.mergedAway],
      ],
    );
  }
  if (rooms.mergedAway.size === 0) return;
  await client.query(`DELETE FROM "Conference" WHERE "id" = ANY($1::uuid[])`, [[...rooms.mergedAway]]);
}

async function saveConferences(client: pg.PoolClient, conferences: StoredConference[]): Promise<void> {
  // Ended ones first: the index on live conferences must see the old one close before the new one opens.
  const rows = [...conferences].sort((a, b) => Number(a.endedAt === null) - Number(b.endedAt === null));
  const texts = (value: (conference: StoredConference) => string) => textArray(rows.map(value));
  const plain = (value: (conference: StoredConference) => boolean | Date | null) =>
    plainArray(rows.map(value));
  await client.query({
    name: "ingest.save_conferences",
    text: `INSERT INTO "Conference" ("id", "roomId", "startedAt", "endedAt", "isLocked", "isStarted", "guestsMuted",
                                     "stamp", "olderStamps", "stays", "version")
           SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::bool[], $6::bool[],
                                $7::bool[], $8::text[], $9::jsonb[], $10::jsonb[], $11::bigint[])
           ON CONFLICT ("id") DO UPDATE SET
             "startedAt" = EXCLUDED."startedAt", "endedAt" = EXCLUDED."endedAt", "isLocked" = EXCLUDED."isLocked",
             "isStarted" = EXCLUDED."isStarted", "guestsMuted" = EXCLUDED."guestsMuted", "stamp" = EXCLUDED."stamp",
             "olderStamps" = EXCLUDED."olderStamps", "stays" = EXCLUDED."stays", "version" = EXCLUDED."version"`,
    values: [
      texts((c) => c.id),
      texts((c) => c.roomId),
      plain((c) => instant(c.startedAt)),
      plain((c) => instant(c.endedAt)),
      plain((c) => c.fields.isLocked),
      plain((c) => c.fields.isStarted),
      plain((c) => c.fields.guestsMuted),
      texts((c) => c.stamp),
      texts((c) => JSON.stringify(c.older)),
      texts((c) => JSON.stringify(c.stays)),
      texts((c) => c.version.toString()),
    ],
  });
}

async function saveLegs(client: pg.PoolClient, legs: StoredLeg[], rooms: Rooms): Promise<void> {
  if (legs.length === 0) return;
  const texts = (value: (leg: StoredLeg) => string) => textArray(legs.map(value));
  const plain = (value: (leg: StoredLeg) => boolean | Date | null) => plainArray(legs.map(value));
  await client.query({
    name: "ingest.save_legs",
    text: `INSERT INTO "Participant" (${LEG_COLUMNS}, "version")
           SELECT * FROM unnest(
             $1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
             $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::bool[],
             $18::bool[], $19::bool[], $20::bool[], $21::bool[], $22::timestamptz[], $23::timestamptz[], $24::text[],
             $25::bool[], $26::text[], $27::text[], $28::jsonb[], $29::bigint[])
           ON CONFLICT ("id") DO UPDATE SET
             ("conferenceId", "conversationId", "callId", "displayName", "sourceAlias", "destinationAlias", "protocol", "callDirection",
              "role", "serviceType", "encryption", "vendor", "callTag", "remoteAddress", "systemLocation", "hasMedia",
              "isMuted", "isPresenting", "isStreaming", "isIdpAuthenticated", "connectedAt", "leftAt", "leaveReason",
              "leaveConfirmed", "presenceStamp", "stamp", "olderStamps", "version")
             = (EXCLUDED."conferenceId", EXCLUDED."conversationId", EXCLUDED."callId", EXCLUDED."displayName", EXCLUDED."sourceAlias",
              EXCLUDED."destinationAlias", EXCLUDED."protocol", EXCLUDED."callDirection", EXCLUDED."role",
              EXCLUDED."serviceType", EXCLUDED."encryption", EXCLUDED."vendor", EXCLUDED."callTag",
              EXCLUDED."remoteAddress", EXCLUDED."systemLocation", EXCLUDED."hasMedia", EXCLUDED."isMuted",
              EXCLUDED."isPresenting", EXCLUDED."isStreaming", EXCLUDED."isIdpAuthenticated", EXCLUDED."connectedAt",
              EXCLUDED."leftAt", EXCLUDED."leaveReason", EXCLUDED."leaveConfirmed", EXCLUDED."presenceStamp",
              EXCLUDED."stamp", EXCLUDED."olderStamps", EXCLUDED."version")`,
    values: [
      texts((leg) => leg.id),
      texts((leg) => leg.conferenceId),
      texts((leg) => leg.fields.conversationId),
      texts((leg) => leg.fields.callId),
      texts((leg) => leg.fields.displayName),
      texts((leg) => leg.fields.sourceAlias),
      texts((leg) => leg.fields.destinationAlias),
      texts((leg) => leg.fields.protocol),
      texts((leg) => leg.fields.callDirection),
      texts((leg) => leg.fields.role),
      texts((leg) => leg.fields.serviceType),
      texts((leg) => leg.fields.encryption),
      texts((leg) => leg.fields.vendor),
      texts((leg) => leg.fields.callTag),
      texts((leg) => leg.fields.remoteAddress),
      texts((leg) => leg.fields.systemLocation),
      plain((leg) => leg.fields.hasMedia),
      plain((leg) => leg.fields.isMuted),
      plain((leg) => leg.fields.isPresenting),
      plain((leg) => leg.fields.isStreaming),
      plain((leg) => leg.fields.isIdpAuthenticated),
      plain((leg) => instant(leg.fields.connectedAt)),
      plain((leg) => instant(leg.presence.leftAt)),
      legs.map((leg) => leg.presence.leaveReason),
      plain((leg) => leg.presence.confirmed),
      texts((leg) => leg.presence.stamp),
      texts((leg) => leg.stamp),
      texts((leg) => JSON.stringify(leg.older)),
      texts((leg) => (rooms.conferences.get(leg.conferenceId)?.version ?? 0n).toString()),
    ],
  });
}
