import { pool } from "../db";

/** How many people are in a room's meeting now. `since` is ISO 8601 in UTC. */
export type Presence = { since: string; people: number; waiting: number; locked: boolean };

/** The running meetings of some rooms, in one query. People are conversations: the legs of one person count once. */
export async function livePresence(roomIds: string[]): Promise<Map<string, Presence>> {
  if (roomIds.length === 0) return new Map();
  const { rows } = await pool().query<{
    roomId: string;
    since: Date;
    locked: boolean;
    people: number;
    waiting: number;
  }>(
    `SELECT c."roomId", c."startedAt" AS since, c."isLocked" AS locked,
            count(DISTINCT p."conversationId") FILTER (WHERE p."serviceType" <> 'waiting_room')::int AS people,
            count(DISTINCT p."conversationId") FILTER (WHERE p."serviceType" = 'waiting_room')::int AS waiting
     FROM "Conference" c
     LEFT JOIN "Participant" p ON p."conferenceId" = c."id" AND p."leftAt" IS NULL AND NOT p."isStreaming"
     WHERE c."roomId" = ANY($1::uuid[]) AND c."endedAt" IS NULL
     GROUP BY c."id"`,
    [roomIds],
  );
  return new Map(
    rows.map(({ roomId, since, ...counts }) => [roomId, { since: since.toISOString(), ...counts }] as const),
  );
}

/** When the last meeting of each of some rooms was over that a host had started. */
export async function lastMeetingEnds(roomIds: string[]): Promise<Map<string, Date>> {
  if (roomIds.length === 0) return new Map();
  const { rows } = await pool().query<{ roomId: string; endedAt: Date }>(
    `SELECT "roomId", max("endedAt") AS "endedAt" FROM "Conference"
     WHERE "roomId" = ANY($1::uuid[]) AND "isStarted" AND "endedAt" IS NOT NULL GROUP BY "roomId"`,
    [roomIds],
  );
  return new Map(rows.map(({ roomId, endedAt }) => [roomId, endedAt]));
}
