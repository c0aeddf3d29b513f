import { transaction } from "../../db";
import { roomIdOf } from "../alias";
import { afterCommit } from "./after-commit";
import { type ConferenceFields, conferenceAt, hearConference, hearOfLeg, newConference } from "./conference";
import { type BridgeEvent, type ConferenceData, type ParticipantData, toMs } from "./envelope";
import { hear, type LegSaid, legFields, newLeg } from "./leg";
import { stampOf } from "./stamp";
import { loadRooms, type RoomEvent, type Rooms, saveRooms } from "./store";

/** What {@link ingest} did: conferences and legs that changed, and events that were about no room of ours. */
export type Ingested = { changed: number; foreign: number };

/**
 * Commits events to the live state: when this returns, they are safe to acknowledge. The outcome is the same however
 * often, late or shuffled they come, over however many calls.
 * @throws the database's error; the bridge will send the events again, and what was kept of them does no harm then
 */
export async function ingest(events: BridgeEvent[]): Promise<Ingested> {
  const ours = events.flatMap(ofOurRoom);
  const relevant = events.filter((event) => event.about === "conference" || event.about === "participant");
  const changed = await Promise.all(partsOf(ours).map(ingestPart));
  await afterCommit({ events, roomIds: new Set(ours.map(({ roomId }) => roomId)) });
  return { changed: changed.reduce((sum, count) => sum + count, 0), foreign: relevant.length - ours.length };
}

/** A bulk of more events than this is written over several connections at once. */
const EVENTS_PER_PART = 250;
const PARTS_MAX = 4;

/** Splits events by their rooms, which know nothing of each other, into parts of about equal size. */
function partsOf(events: RoomEvent[]): RoomEvent[][] {
  const count = Math.min(PARTS_MAX, Math.ceil(events.length / EVENTS_PER_PART));
  if (count < 2) return events.length > 0 ? [events] : [];
  const byRoom = new Map<string, RoomEvent[]>();
  for (const event of events) {
    const ofRoom = byRoom.get(event.roomId);
    if (ofRoom) ofRoom.push(event);
    else byRoom.set(event.roomId, [event]);
  }
  const parts: RoomEvent[][] = Array.from({ length: count }, () => []);
  const largestFirst = [...byRoom.values()].sort((a, b) => b.length - a.length);
  for (const ofRoom of largestFirst) {
    const smallest = parts.reduce((a, b) => (b.length < a.length ? b : a));
    for (const event of ofRoom) smallest.push(event);
  }
  return parts.filter((part) => part.length > 0);
}

/** Commits the events of some rooms, in one transaction. @returns how many conferences changed */
const ingestPart = (events: RoomEvent[]): Promise<number> =>
  transaction(async (client) => {
    const rooms = await loadRooms(client, events);
    for (const { roomId, event } of events) {
      if (!rooms.isRoom(roomId)) continue;
      if (event.about === "participant") applyToLeg(rooms, roomId, event, event.change, event.data);
      else applyToConference(rooms, roomId, event, event.change, event.data);
    }
    rooms.settle();
    return saveRooms(client, rooms);
  });

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
