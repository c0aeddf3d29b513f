import { z } from "zod";
import { withoutStreamKey } from "../alias";

/**
 * Event sink messages, version 2 (reference: Pexip event sink). Unknown fields are ignored and unknown words kept as
 * they came: a newer bridge must not lose us its events. What an event cannot do without is required.
 */
/**
 * All but printable characters: PostgreSQL stores no NUL, and other control characters have no place in a roster. As
 * ranges, because \p{Cc} costs three times as much here.
 */
const CONTROL = /[^ -~\u00a0-\uffff]/g;

// overwrite, not transform: a bulk has thousands of these fields, and a transform is a schema of its own.
const text = (max: number) =>
  z
    .string()
    .max(4096)
    .overwrite((value) => value.replace(CONTROL, " ").slice(0, max));
const address = (max: number) => text(max).overwrite(withoutStreamKey);

const exactInstant = z.number().min(0).max(253_402_300_799); // Unix seconds up to the year 9999

/** Unix seconds to the millisecond, which is what the database keeps. */
export const toMs = (seconds: number) => Math.round(seconds * 1000) / 1000;

const instant = exactInstant.overwrite(toMs);

/** Booleans come as such, but other interfaces of the bridge spell them YES and NO. */
const flag = z.union([z.boolean(), z.enum(["YES", "NO"]).transform((word) => word === "YES")]);

const participant = z.object({
  uuid: text(100).refine((id) => id.length > 0, "empty"),
  conference: text(250).optional(),
  service_tag: text(250).optional(),
  call_id: text(100).optional(),
  conversation_id: text(100).optional(),
  display_name: address(250).optional(),
  source_alias: address(250).optional(),
  destination_alias: address(250).optional(),
  protocol: text(40).optional(),
  call_direction: text(40).optional(),
  role: text(40).optional(),
  service_type: text(40).optional(),
  encryption: text(40).optional(),
  vendor: text(250).optional(),
  call_tag: text(250).optional(),
  remote_address: text(100).optional(),
  system_location: text(250).optional(),
  has_media: flag.optional(),
  is_muted: flag.optional(),
  is_presenting: flag.optional(),
  is_streaming: flag.optional(),
  is_idp_authenticated: flag.optional(),
  connect_time: instant.nullish(),
  end_time: instant.nullish(),
  disconnect_reason: text(250).nullish(),
});

const conference = z.object({
  name: text(250),
  tag: text(250).optional(),
  start_time: instant.nullish(),
  end_time: instant.nullish(),
  is_locked: flag.optional(),
  is_started: flag.optional(),
  guests_muted: flag.optional(),
});

const envelope = z.object({
  node: text(100).refine((node) => node.length > 0, "empty"),
  seq: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  time: exactInstant,
  event: z.string().max(100),
});

export type ParticipantData = z.output<typeof participant>;
export type ConferenceData = z.output<typeof conference>;

type From = { node: string; seq: number; time: number };

/** One event in a shape that the fold understands; `other` is what the portal has no use for (yet). */
export type BridgeEvent = From &
  (
    | { about: "participant"; change: "connected" | "updated" | "disconnected"; data: ParticipantData }
    | { about: "conference"; change: "started" | "updated" | "ended"; data: ConferenceData }
    | { about: "sink"; change: "started" | "other" }
    | { about: "other" }
  );

/** What one message of the bridge holds: its events, and those parts of it that are none. */
export type Message = { events: BridgeEvent[]; malformed: { reason: string; raw: unknown }[] };

const participantEvent = envelope.extend({ data: participant });
const conferenceEvent = envelope.extend({ data: conference });

const participantChanges = {
  participant_connected: "connected",
  participant_updated: "updated",
  participant_disconnected: "disconnected",
} as const;
const conferenceChanges = {
  conference_started: "started",
  conference_updated: "updated",
  conference_ended: "ended",
} as const;

const isKeyOf = <T extends object>(table: T, key: unknown): key is keyof T =>
  typeof key === "string" && Object.hasOwn(table, key);

function parseEvent(raw: unknown): BridgeEvent {
  const name = (raw as { event?: unknown } | null)?.event;
  if (isKeyOf(participantChanges, name)) {
    const { node, seq, time, data } = participantEvent.parse(raw);
    return { node, seq, time, about: "participant", change: participantChanges[name], data };
  }
  if (isKeyOf(conferenceChanges, name)) {
    const { node, seq, time, data } = conferenceEvent.parse(raw);
    return { node, seq, time, about: "conference", change: conferenceChanges[name], data };
  }
  const { node, seq, time, event } = envelope.parse(raw);
  if (event.startsWith("eventsink_"))
    return { node, seq, time, about: "sink", change: event === "eventsink_started" ? "started" : "other" };
  return { node, seq, time, about: "other" };
}

/** Where and why, without what: values can be personal data. */
const reasonOf = (error: unknown) =>
  error instanceof z.ZodError
    ? error.issues
        .slice(0, 3)
        .map((i) => `${i.path.join(".") || "event"}: ${i.code}`)
        .join("; ")
    : "unreadable";

/** Takes a single message or a bulk apart. One malformed event does not spoil the others. */
export function parseMessage(body: unknown): Message {
  const isBulk =
    typeof body === "object" && body !== null && "event" in body && body.event === "eventsink_bulk";
  const inner = isBulk ? (body as { data?: unknown }).data : [body];
  if (!Array.isArray(inner)) return { events: [], malformed: [{ reason: "data: not a list", raw: body }] };
  const message: Message = { events: [], malformed: [] };
  for (const raw of inner) {
    try {
      message.events.push(parseEvent(raw));
    } catch (error) {
      message.malformed.push({ reason: reasonOf(error), raw });
    }
  }
  return message;
}
