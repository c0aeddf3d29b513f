import { z } from "zod";
import { pinProblem } from "../engine/entry";
import type { Service } from "../engine/model";

const views = [
  "one_main_zero_pips",
  "one_main_seven_pips",
  "one_main_twentyone_pips",
  "two_mains_twentyone_pips",
  "one_main_thirtythree_pips",
  "four_mains_zero_pips",
  "nine_mains_zero_pips",
  "sixteen_mains_zero_pips",
  "twentyfive_mains_zero_pips",
  "five_mains_seven_pips",
  "one_main_one_pip",
  "one_main_nine_around",
  "one_main_twelve_around",
  "two_mains_eight_around",
] as const;

const pin = z.string().regex(/^\d{3,19}[\d#]$/, "a PIN has 4 to 20 digits and may end with #");
const callRate = z.int().min(128_000).max(8_192_000);
const perDefault = z.enum(["default", "yes", "no"]);

const automaticParticipant = z.object({
  local_alias: z.string(),
  remote_alias: z.string().min(1),
  protocol: z.enum(["sip", "h323", "mssip", "rtmp"]),
  role: z.enum(["chair", "guest"]),
  remote_display_name: z.string().optional(),
  local_display_name: z.string().optional(),
  call_type: z.enum(["video", "video-only", "audio"]).optional(),
  dtmf_sequence: z.string().optional(),
  streaming: z.boolean().default(false),
  presentation_url: z.string().optional(),
  keep_conference_alive: z
    .enum(["keep_conference_alive", "keep_conference_alive_if_multiple", "keep_conference_alive_never"])
    .default("keep_conference_alive_if_multiple"),
  routing: z.enum(["manual", "routing_rule"]).optional(),
  system_location_name: z.string().optional(),
});

/**
 * A room as the policy server describes it. Unknown fields are ignored, one bad value spoils the whole answer, as on a
 * real node. `max_callrate_*` are bit/s (reference: external policy, service configuration).
 */
const serviceResult = z
  .object({
    name: z.string().min(1).max(250),
    service_type: z.enum(["conference", "lecture"]),
    service_tag: z.string().max(250),
    description: z.string().optional(),
    pin: z.union([z.literal(""), pin]).optional(),
    guest_pin: z.union([z.literal(""), pin]).optional(),
    allow_guests: z.boolean().default(false),
    guests_can_present: z.boolean().default(true),
    locked: z.boolean().default(false),
    mute_all_guests: z.boolean().default(false),
    participant_limit: z.int().min(0).max(1_000_000).nullish(),
    max_callrate_in: callRate.nullish(),
    max_callrate_out: callRate.nullish(),
    max_pixels_per_second: z.enum(["sd", "hd", "fullhd"]).nullish(),
    call_type: z.enum(["video", "video-only", "audio"]).optional(),
    crypto_mode: z.enum(["besteffort", "on", "off"]).nullish(),
    ivr_theme_name: z.string().optional(),
    view: z.enum(views).optional(),
    host_view: z.enum(views).optional(),
    guest_view: z.enum(views).optional(),
    enable_overlay_text: z.boolean().optional(),
    enable_active_speaker_indication: z.boolean().optional(),
    enable_chat: perDefault.optional(),
    live_captions_enabled: perDefault.optional(),
    guests_can_see_guests: z.enum(["no_hosts", "always", "never"]).optional(),
    direct_media: z.enum(["never", "best_effort", "always"]).optional(),
    breakout_rooms: z.boolean().optional(),
    primary_owner_email_address: z.string().optional(),
    automatic_participants: z.array(automaticParticipant).default([]),
  })
  .superRefine((room, context) => {
    const problem = pinProblem({
      ...(room.pin === undefined ? {} : { pin: room.pin }),
      ...(room.guest_pin === undefined ? {} : { guestPin: room.guest_pin }),
      allowGuests: room.allow_guests,
    });
    if (problem) context.addIssue({ code: "custom", path: ["pin"], message: problem });
  });

/** @returns the room, or the reason why a node would discard the answer. */
export function readService(result: unknown): { service: Service } | { problem: string } {
  const parsed = serviceResult.safeParse(result);
  if (!parsed.success) return { problem: z.prettifyError(parsed.error) };
  const room = parsed.data;
  return {
    service: {
      name: room.name,
      serviceType: room.service_type,
      tag: room.service_tag,
      pin: room.pin || null,
      guestPin: room.guest_pin || null,
      allowGuests: room.allow_guests,
      guestsCanPresent: room.guests_can_present,
      locked: room.locked,
      muteAllGuests: room.mute_all_guests,
      participantLimit: room.participant_limit ?? null,
      cryptoMode: room.crypto_mode ?? null,
      view: layoutOf(room.view ?? room.host_view ?? "one_main_seven_pips"),
      automaticParticipants: room.automatic_participants.map((one) => ({
        remoteAlias: one.remote_alias,
        remoteDisplayName: one.remote_display_name ?? null,
        protocol: one.protocol,
        role: one.role,
        streaming: one.streaming,
        keepAlive: one.keep_conference_alive !== "keep_conference_alive_never" && !one.streaming,
      })),
    },
  };
}

const layouts: Partial<Record<(typeof views)[number], string>> = {
  one_main_zero_pips: "1:0",
  one_main_seven_pips: "1:7",
  one_main_twentyone_pips: "1:21",
  two_mains_twentyone_pips: "2:21",
  one_main_thirtythree_pips: "1:33",
  four_mains_zero_pips: "4:0",
  nine_mains_zero_pips: "9:0",
  sixteen_mains_zero_pips: "16:0",
  twentyfive_mains_zero_pips: "25:0",
  five_mains_seven_pips: "5:7",
};

/** The client API's short form of a view. */
const layoutOf = (view: (typeof views)[number]): string => layouts[view] ?? "1:7";

/** What the policy server wants changed about one participant; every field may be missing. */
export const participantResult = z.object({
  preauthenticated_role: z.enum(["chair", "guest"]).nullish(),
  remote_display_name: z.string().max(250).nullish(),
  remote_alias: z.string().max(250).nullish(),
  bypass_lock: z.boolean().nullish(),
  call_tag: z.string().max(250).nullish(),
  rx_presentation_policy: z.enum(["ALLOW", "DENY"]).nullish(),
  disable_overlay_text: z.boolean().nullish(),
  spotlight: z.int().nullish(),
  reject_reason: z.string().nullish(),
});

export const locationResult = z.object({
  location: z.string().min(1).max(250),
  overflow_locations: z.array(z.string()).optional(),
});

export const registrationResult = z.object({ username: z.string(), password: z.string() });

export const directoryResult = z.array(
  z.object({ alias: z.string(), description: z.string(), username: z.string() }),
);
