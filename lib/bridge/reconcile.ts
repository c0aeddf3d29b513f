import { pool, transaction } from "../db";
import { log } from "../log";
import { roomIdOf } from "./alias";
import { conferenceAt, foundGone, foundThere, newConference } from "./events/conference";
import { hear, newLeg } from "./events/leg";
import { merge, stampOf } from "./events/stamp";
import { lockRooms, type Rooms, saveRooms, tellRosters } from "./events/store";
import { eventsAreLate } from "./health";
import { bridge, type StatusConference, type StatusParticipant } from "./management";

/**
 * How far behind events the status API may be, in seconds: what an event said within this time of a status answer
 * counts, whatever the status says.
 */
const STATUS_LAG_S = 5;

/** What the bridge's status says of one room. */
type RoomStatus = { conferences: StatusConference[]; participants: StatusParticipant[] };

/**
 * Compares the live state with the bridge's status and mends what differs: after an outage, a restart of the bridge,
 * or events that were lost.
 * @returns how many legs and conferences were not as the events had said
 * @throws {AppError} `bridge_unavailable`; nothing is changed then
 */
export async function reconcile(): Promise<{ repaired: number }> {
  const api = bridge();
  // Conferences first: a leg that joins in between is then newer than its conference, never the other way round.
  const conferences = await api.conferences();
  const participants = await api.participants();
  const at = Math.min(conferences.at, participants.at) - STATUS_LAG_S;

  const rooms = new Map<string, RoomStatus>();
  const statusOf = (serviceTag: string) => {
    const roomId = roomIdOf(serviceTag);
    if (roomId && !rooms.has(roomId)) rooms.set(roomId, { conferences: [], participants: [] });
    return roomId ? rooms.get(roomId) : undefined;
  };
  for (const conference of conferences.items) statusOf(conference.serviceTag)?.conferences.push(conference);
  for (const participant of participants.items)
    statusOf(participant.serviceTag)?.participants.push(participant);

  const open = await pool().query<{ roomId: string }>(
    `SELECT "roomId" FROM "Conference" WHERE "endedAt" IS NULL`,
  );
  const roomIds = new Set([...rooms.keys(), ...open.rows.map((row) => row.roomId)]);
  let repaired = 0;
  for (const roomId of [...roomIds].sort()) {
    repaired += await reconcileRoom(roomId, rooms.get(roomId) ?? { conferences: [], participants: [] }, at);
  }
  await eventsAreLate(repaired > 0);
  if (repaired > 0) log.info({ repaired, rooms: roomIds.size }, "bridge.reconciled");
  return { repaired };
}

/** Legs that we believe to be in a room now. */
async function openLegs(roomId: string): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT p."id" FROM "Participant" p JOIN "Conference" c ON c."id" = p."conferenceId"
     WHERE c."roomId" = $1 AND c."endedAt" IS NULL AND p."leftAt" IS NULL`,
    [roomId],
  );
  return rows.map((row) => row.id);
}

async function reconcileRoom(roomId: string, status: RoomStatus, at: number): Promise<number> {
  const legIds = [...new Set([...(await openLegs(roomId)), ...status.participants.map((p) => p.id)])];
  return transaction(async (client) => {
    const rooms = await lockRooms(client, [roomId], { legIds, since: at });
    if (!rooms.isRoom(roomId)) return 0;
    const repaired = mend(rooms, roomId, status, at);
    rooms.settle();
    if ((await saveRooms(client, rooms)) > 0) await tellRosters(client, [roomId]);
    return repaired;
  });
}

/** Applies what the status says, as said at `at` (Unix seconds): newer events win over it. */
function mend(rooms: Rooms, roomId: string, status: RoomStatus, at: number): number {
  const stamp = stampOf(at, 0, "status");
  let repaired = 0;
  const live = () => rooms.conferencesOf(roomId).find((c) => c.endedAt === null);

  for (const seen of status.conferences) {
    const startedAt = seen.startedAt ?? at;
    const known = live() ?? conferenceAt(rooms.conferencesOf(roomId), startedAt);
    if (!known) repaired += 1;
    const there = foundThere(known ?? rooms.add(roomId, newConference(startedAt)));
    rooms.replace(differs(there.fields, seen.fields) ? merge(there, seen.fields, stamp) : there);
  }
  for (const seen of status.participants) {
    const conference = live();
    if (!conference) continue;
    const known = rooms.legs.get(seen.id);
    if (
      known &&
      (known.presence.confirmed || (known.presence.leftAt === null && !differs(known.fields, seen.fields)))
    )
      continue;
    const leg = known ?? { ...newLeg(), id: seen.id, conferenceId: conference.id };
    const heard = hear(leg, { change: "updated", fields: seen.fields, stamp });
    if (heard === known) continue;
    rooms.legs.set(leg.id, heard);
    repaired += 1;
  }
  const present = new Set(status.participants.map((p) => p.id));
  for (const leg of rooms.legs.values()) {
    if (present.has(leg.id) || leg.presence.leftAt !== null) continue;
    const heard = hear(leg, { change: "gone", fields: {}, stamp, leftAt: at });
    if (heard.presence === leg.presence) continue;
    rooms.legs.set(leg.id, heard);
    repaired += 1;
  }
  const unheardOf = live();
  const isEmpty = ![...rooms.legs.values()].some(
    (leg) => leg.conferenceId === unheardOf?.id && leg.presence.leftAt === null,
  );
  if (
    unheardOf &&
    isEmpty &&
    status.conferences.length === 0 &&
    unheardOf.stamp < stamp &&
    unheardOf.startedAt < at
  ) {
    rooms.replace(foundGone(unheardOf, at));
    repaired += 1;
  }
  return repaired;
}

/** Whether the status says anything else than what is known. */
const differs = <F extends object>(known: F, seen: F): boolean =>
  (Object.keys(seen) as (keyof F)[]).some((field) => known[field] !== seen[field]);
