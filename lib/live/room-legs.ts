import type { LegKey } from "../bridge";
import { pool } from "../db";
import { AppError } from "../errors";

const LIVE = `"Participant" p JOIN "Conference" c ON c."id" = p."conferenceId"
  WHERE c."roomId" = $1 AND c."endedAt" IS NULL AND p."leftAt" IS NULL`;

/**
 * The legs among these ids that are in the room now: an id from elsewhere reaches nobody.
 * @throws {AppError} `conflict` when none is
 */
export async function legsInRoom(roomId: string, ids: string[]): Promise<LegKey[]> {
  const { rows } = await pool().query<LegKey>(
    `SELECT p."id", p."callId" FROM ${LIVE} AND p."id" = ANY($2::text[])`,
    [roomId, ids],
  );
  if (rows.length === 0) throw new AppError("conflict");
  return rows;
}

/**
 * People inside the meeting, streams aside: those to whom these legs belong, each by one leg, and how many others there
 * are. A browser's controlling leg stands for the person: it is the one that can be sent elsewhere.
 * @throws {AppError} `conflict` when none of them is inside
 */
export async function peopleInRoom(
  roomId: string,
  ids: string[],
): Promise<{ chosen: LegKey[]; others: number }> {
  const { rows } = await pool().query<LegKey & { isChosen: boolean }>(
    `SELECT DISTINCT ON (person) "id", "callId", bool_or("id" = ANY($2::text[])) OVER (PARTITION BY person) AS "isChosen"
     FROM (SELECT p."id", p."callId", lower(p."protocol") AS protocol,
                  COALESCE(NULLIF(p."conversationId", ''), p."id") AS person
           FROM ${LIVE} AND p."serviceType" NOT IN ('connecting', 'ivr', 'waiting_room')
             AND NOT p."isStreaming" AND lower(p."protocol") <> 'rtmp') AS inside
     ORDER BY person, protocol <> 'api', "id"`,
    [roomId, ids],
  );
  const chosen = rows.filter((row) => row.isChosen).map(({ id, callId }) => ({ id, callId }));
  if (chosen.length === 0) throw new AppError("conflict");
  return { chosen, others: rows.length - chosen.length };
}
