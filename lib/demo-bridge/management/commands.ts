import { z } from "zod";
import type { Dialler } from "../calls/dial";
import type { CallPlacer } from "../calls/place";
import type { Controls } from "../engine/controls";
import type { Engine, Found } from "../engine/engine";
import type { Conference } from "../engine/model";
import { reason } from "../engine/reasons";
import { HttpAnswer } from "../http/exchange";

export interface CommandSite {
  engine: Engine;
  controls: Controls;
  dialler: Dialler;
  placer: CallPlacer;
  /** Whether a client of the client API is behind it, which is told where to go and goes by itself. */
  isClient(found: Found): boolean;
  /** Lets a one-time token bring its holder into another room. */
  vouch(token: string, role: "chair" | "guest"): void;
}

type Command = (site: CommandSite, body: unknown) => object | Promise<object>;

const unknownId = () => new HttpAnswer(404, { status: "failure", error: "Unknown id" });

/** @throws {HttpAnswer} 400 with messages per field. */
function parsed<S extends z.ZodType>(shape: S, body: unknown): z.output<S> {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  throw new HttpAnswer(400, { status: "failure", error: z.flattenError(result.error).fieldErrors });
}

const onConference =
  (act: (site: CommandSite, conference: Conference) => void): Command =>
  (site, body) => {
    const { conference_id } = parsed(z.looseObject({ conference_id: z.string() }), body);
    const conference = site.engine.findConference(conference_id);
    if (!conference) throw unknownId();
    act(site, conference);
    return {};
  };

const participantId = z.looseObject({ participant_id: z.string() });

function participantOf(site: CommandSite, body: unknown): Found {
  const found = site.engine.findLeg(parsed(participantId, body).participant_id);
  if (!found) throw unknownId();
  return found;
}

const onParticipant =
  (act: (site: CommandSite, found: Found) => void): Command =>
  (site, body) => {
    act(site, participantOf(site, body));
    return {};
  };

const layoutBody = z.looseObject({
  conference_id: z.string(),
  layout: z.string().optional(),
  host_layout: z.string().optional(),
  guest_layout: z.string().optional(),
  enable_overlay_text: z.boolean().optional(),
});

const dialBody = z.object({
  conference_alias: z.string().min(1),
  destination: z.string().min(1),
  protocol: z.enum(["sip", "h323", "mssip", "rtmp"]).default("sip"),
  role: z.enum(["chair", "guest"]).default("guest"),
  call_type: z.enum(["video", "video-only", "audio"]).default("video"),
  streaming: z.boolean().default(false),
  remote_display_name: z.string().optional(),
  dtmf_sequence: z
    .string()
    .regex(/^[0-9*#,]*$/)
    .optional(),
  keep_conference_alive: z
    .enum(["keep_conference_alive", "keep_conference_alive_if_multiple", "keep_conference_alive_never"])
    .optional(),
  routing: z.enum(["manual", "routing_rule"]).default("manual"),
  system_location: z.string().optional(),
  node: z.string().optional(),
});

const dial: Command = async ({ dialler }, body) => {
  const wanted = parsed(dialBody, body);
  if (wanted.routing === "manual" && !wanted.system_location && !wanted.node) {
    throw new HttpAnswer(400, { status: "failure", error: { system_location: ["This field is required."] } });
  }
  const dialled = await dialler.dial({
    alias: wanted.conference_alias,
    destination: wanted.destination,
    protocol: wanted.protocol,
    role: wanted.role,
    isStreaming: wanted.streaming,
    audioOnly: wanted.call_type === "audio",
    ...(wanted.remote_display_name ? { displayName: wanted.remote_display_name } : {}),
    ...(wanted.system_location ? { systemLocation: wanted.system_location } : {}),
    ...(wanted.keep_conference_alive
      ? { keepsAlive: wanted.keep_conference_alive !== "keep_conference_alive_never" }
      : {}),
  });
  if (dialled.kind === "refused") throw new HttpAnswer(400, { status: "failure", error: dialled.why });
  const { uuid } = dialled.participant;
  return { participant_id: uuid, participant_ids: [uuid] };
};

const transfer: Command = (site, body) => {
  const shape = participantId.extend({
    conference_alias: z.string().min(1),
    role: z.enum(["chair", "guest"]).default("guest"),
  });
  const { conference_alias: alias, role } = parsed(shape, body);
  const found = participantOf(site, body);
  const { conference, participant } = found;
  if (participant.isStreaming)
    throw new HttpAnswer(400, { status: "failure", error: "Transfer is not supported" });
  if (site.isClient(found)) site.vouch(site.controls.offerTransfer(conference, participant, alias), role);
  else void site.placer.transfer(conference, participant, { alias, role });
  return {};
};

/** Commands of the management API (reference: Management API, command), by their path. */
export const commands: Record<string, Command> = {
  "conference/lock": onConference(({ controls }, conference) => controls.lock(conference)),
  "conference/unlock": onConference(({ controls }, conference) => controls.unlock(conference)),
  "conference/mute_guests": onConference(({ controls }, conference) => controls.muteGuests(conference, true)),
  "conference/unmute_guests": onConference(({ controls }, conference) =>
    controls.muteGuests(conference, false),
  ),
  "conference/disconnect": onConference(({ engine }, conference) =>
    engine.end(conference, reason.endedByAdministrator),
  ),
  "conference/transform_layout": ({ engine, controls }, body) => {
    const { conference_id, layout, host_layout, guest_layout, enable_overlay_text, ...indicators } = parsed(
      layoutBody,
      body,
    );
    const conference = engine.findConference(conference_id);
    if (!conference) throw unknownId();
    controls.setLayout(conference, {
      view: host_layout ?? layout ?? conference.layout.view,
      guestView: guest_layout ?? layout ?? conference.layout.guestView,
      overlayText: enable_overlay_text ?? conference.layout.overlayText,
      indicators: { ...conference.layout.indicators, ...indicators },
    });
    return {};
  },
  "participant/disconnect": onParticipant(({ engine }, { conference, participant }) =>
    engine.leave(conference, participant, reason.ejectedByAdministrator),
  ),
  "participant/mute": onParticipant(({ controls }, { conference, participant }) =>
    controls.change(conference, participant, { isMuted: true }),
  ),
  "participant/unmute": onParticipant(({ controls }, { conference, participant }) =>
    controls.change(conference, participant, { isMuted: false }),
  ),
  "participant/unlock": onParticipant(({ controls }, { conference, participant }) =>
    controls.admit(conference, participant),
  ),
  "participant/role": (site, body) => {
    const { role } = parsed(participantId.extend({ role: z.enum(["chair", "guest"]) }), body);
    const { conference, participant } = participantOf(site, body);
    site.controls.setRole(conference, participant, role);
    return {};
  },
  "participant/transfer": transfer,
  "participant/dial": dial,
};
