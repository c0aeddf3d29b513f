import type { LivePerson } from "@/lib/live/people";
import type { Leg, LiveConference, Snapshot } from "@/lib/live/types";

let made = 0;

/** A leg of a person who sits in the meeting, encrypted and on-net, unless the test says otherwise. */
export function buildLeg(over: Partial<Leg> = {}): Leg {
  made += 1;
  return {
    id: `leg-${made}`,
    conversationId: `talk-${made}`,
    name: `Person ${made}`,
    address: `person${made}@acme.vc.example`,
    kind: "device",
    onNet: true,
    encrypted: true,
    identified: true,
    role: "guest",
    place: "meeting",
    muted: false,
    presenting: false,
    hasMedia: true,
    direction: "in",
    joinedAt: "2026-11-23T09:00:00.000Z",
    ...over,
  };
}

export function buildPerson(over: Partial<LivePerson> = {}): LivePerson {
  const { id, conversationId, ...leg } = buildLeg();
  return { ...leg, key: conversationId, legIds: [id], ...over };
}

export const buildConference = (over: Partial<LiveConference> = {}): LiveConference => ({
  id: "conference-1",
  startedAt: "2026-11-23T09:00:00.000Z",
  locked: false,
  started: true,
  guestsMuted: false,
  ...over,
});

export const buildSnapshot = (over: Partial<Snapshot> = {}): Snapshot => ({
  conference: buildConference(),
  legs: [],
  version: "10",
  source: { ok: true },
  ...over,
});
