import { transaction } from "../../db";
import { roomIdOf } from "../alias";
import { type ConferenceFields, conferenceAt, hearConference, hearOfLeg, newConference } from "./conference";
import { type BridgeEvent, type ConferenceData, type ParticipantData, toMs } from "./envelope";
import { hear, type LegSaid, legFields, newLeg } from "./leg";
import { countSequence } from "./sequence";
import { stampOf } from "./stamp";
import { loadRooms, type RoomEvent, type Rooms, saveRooms } from "./store";

/** What {@link ingest} did: conferences and legs that changed, and events that were about no room of ours. */
export type Ingested = { changed: number; foreign: number };

/**
 * Commits events to the live state, in one transaction: when this returns, they are safe to acknowledge. The outcome
 * is the same however often, late or shuffled they come, over however many calls.
 * @throws the database's error; nothing is then kept, and the bridge will send them again
 */
export async function ingest(events: BridgeEvent[]): Promise<Ingested> {
  const ours = events.flatMap(ofOurRoom);
  const relevant = events.filter((event) => event.about === "conference" || event.about === "participant");
  return transaction(async (client) => {
    const rooms = await loadRooms(client, ours);
    for (const { roomId, event } of ours) {
      if (!rooms.isRoom(roomId)) continue;
      if (event.about === "participant") applyToLeg(rooms, roomId, event, event.change, event.data);
      else applyToConference(rooms, roomId, event, event.change, event.data);
    }
    rooms.settle();
    const changed = await saveRooms(client, rooms);
    await countSequence(client, events);
    if (events.some((event) => event.about === "sink" && event.change === "started")) {
      // The bridge has begun anew: what happened meanwhile is in its status, not in events.
      await client.query(`SELECT graphile_worker.add_job('bridge:reconcile', job_key => 'bridge:reconcile')`);
    }
    return { changed, foreign: relevant.length - ours.length };
  });
}

/** An event with the room that its tag names; nothing for events that are about no room of ours. */
function ofOurRoom(event: BridgeEvent): RoomEvent[] {
  if (event.about !== "participant" && event.about !== "conference") return [];
  const roomId = roomIdOf(event.about === "participant" ? event.data.service_tag : event.data.tag);
  return roomId ? [{ roomId, event }] : [];
}

type From = { node: string; seq: number; time: number };

function applyToLeg(
  rooms: Rooms,
  roomId: string,
  from: From,
  change: LegSaid["change"],
  data: ParticipantData,
): void {
  const known = rooms.legs.get(data.uuid);
  const at = data.connect_time ?? toMs(from.time);
  const conferences = rooms.conferencesOf(roomId);
  const place = known
    ? (conferences.find((c) => c.id === known.conferenceId) ?? rooms.conferences.get(known.conferenceId))
    : conferenceAt(conferences, at);
  // A leg never moves to another room: an id that is known elsewhere is not believed.
  if (known && place?.roomId !== roomId) return;
  const conference = place ?? rooms.add(roomId, newConference(at));
  rooms.replace(hearOfLeg(conference, from.node, at));
  const said: LegSaid = {
    change,
    fields: legFields(data),
    stamp: stampOf(from.time, from.seq, from.node),
    ...(change === "disconnected" && {
      leftAt: data.end_time ?? toMs(from.time),
      leaveReason: data.disconnect_reason ?? null,
    }),
  };
  const leg = known ?? { ...newLeg(), id: data.uuid, conferenceId: conference.id };
  rooms.legs.set(leg.id, hear(leg, said));
}

function applyToConference(
  rooms: Rooms,
  roomId: string,
  from: From,
  change: "started" | "updated" | "ended",
  data: ConferenceData,
): void {
  const started = data.start_time ?? (change === "started" ? toMs(from.time) : undefined);
  const ended = change === "ended" ? (data.end_time ?? toMs(from.time)) : undefined;
  const fields: Partial<ConferenceFields> = {
    isLocked: data.is_locked,
    isStarted: data.is_started,
    guestsMuted: data.guests_muted,
  };
  const at = started ?? toMs(from.time);
  const conference = conferenceAt(rooms.conferencesOf(roomId), at) ?? rooms.add(roomId, newConference(at));
  const stamp = stampOf(from.time, from.seq, from.node);
  rooms.replace(hearConference(conference, { node: from.node, fields, stamp, started, ended }));
}
