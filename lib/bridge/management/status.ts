import { z } from "zod";
import { withoutStreamKey } from "../alias";
import { toMs } from "../events/envelope";
import type { LegFields } from "../events/leg";

/** Times of the status API are UTC without a zone: a bare `new Date()` would read them as local time. */
const instant = z
  .string()
  .transform((text) => Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`) / 1000)
  .refine(Number.isFinite);

/** The field may be absent or null on some releases. */
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
const address = text.transform(withoutStreamKey);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** A conference of `status/v1/conference/`. `id` is what commands name it by; it lives on until the conference ends. */
export const statusConference = z
  .object({
    id: z.string(),
    name: z.string(),
    tag: text,
    start_time: instant.nullish(),
    is_locked: flag,
    is_started: flag,
    guests_muted: flag,
  })
  .transform((c) => ({
    id: c.id,
    name: c.name,
    serviceTag: c.tag,
    startedAt: c.start_time == null ? null : toMs(c.start_time),
    fields: { isLocked: c.is_locked, isStarted: c.is_started, guestsMuted: c.guests_muted },
  }));
export type StatusConference = z.output<typeof statusConference>;

/** A participant of `status/v1/participant/`, in our words. */
export const statusParticipant = z
  .object({
    id: z.string(),
    conference: z.string(),
    service_tag: text,
    display_name: address,
    source_alias: address,
    destination_alias: address,
    role: text,
    service_type: text,
    protocol: text,
    call_direction: text,
    call_uuid: text,
    conversation_id: text,
    call_tag: text,
    connect_time: instant.nullish(),
    encryption: text,
    has_media: flag,
    is_muted: flag,
    is_presenting: flag,
    is_streaming: flag,
    is_idp_authenticated: flag,
    vendor: text,
    remote_address: text,
    signalling_node: text,
    system_location: text,
  })
  .transform((p) => ({
    id: p.id,
    callId: p.call_uuid,
    conferenceName: p.conference,
    serviceTag: p.service_tag,
    node: p.signalling_node,
    fields: {
      conversationId: p.conversation_id,
      callId: p.call_uuid,
      displayName: p.display_name,
      sourceAlias: p.source_alias,
      destinationAlias: p.destination_alias,
      protocol: p.protocol,
      callDirection: p.call_direction,
      role: p.role,
      serviceType: p.service_type,
      encryption: p.encryption,
      vendor: p.vendor,
      callTag: p.call_tag,
      remoteAddress: p.remote_address,
      systemLocation: p.system_location,
      hasMedia: p.has_media,
      isMuted: p.is_muted,
      isPresenting: p.is_presenting,
      isStreaming: p.is_streaming,
      isIdpAuthenticated: p.is_idp_authenticated,
      connectedAt: p.connect_time == null ? null : toMs(p.connect_time),
    } satisfies LegFields,
  }));
export type StatusParticipant = z.output<typeof statusParticipant>;

/** A page of a list; `next` is a path on the same node. */
export const listPage = <T extends z.ZodType>(item: T) =>
  z.object({ meta: z.object({ next: z.string().nullish() }), objects: z.array(item) });
