import { z } from "zod";
import type { Dialler } from "../calls/dial";
import type { Controls } from "../engine/controls";
import type { Engine } from "../engine/engine";
import { isInside } from "../engine/model";
import { reason } from "../engine/reasons";
import type { Session } from "./sessions";
import { conferenceView, participantView } from "./views";

/** What a command answers: `result` with 200, or another status with a text. */
export type CommandAnswer = { result: unknown } | { status: number; result: string };

export interface CommandContext {
  engine: Engine;
  controls: Controls;
  dialler: Dialler;
}

interface Command {
  method: "GET" | "POST";
  /** Hosts inside the meeting only. */
  isHostOnly: boolean;
  run(context: CommandContext, session: Session, body: unknown): CommandAnswer | Promise<CommandAnswer>;
}

export const invalidRole: CommandAnswer = { status: 403, result: "Invalid role" };
export const illegalValue: CommandAnswer = { status: 400, result: "Illegal value" };
export const done: CommandAnswer = { result: true };

/** Whether a client may control the meeting: a host who is inside. */
export const mayControl = ({ participant }: Session): boolean =>
  participant.role === "chair" && isInside(participant);

const layouts = ["1:0", "1:7", "1:21", "2:21", "1:33", "4:0", "9:0", "16:0", "25:0", "5:7"];

const hostCommand = (run: Command["run"]): Command => ({ method: "POST", isHostOnly: true, run });
const question = (run: Command["run"]): Command => ({ method: "GET", isHostOnly: false, run });

const dialBody = z.object({
  role: z.enum(["HOST", "GUEST", "host", "guest"]),
  destination: z.string().min(1),
  protocol: z.enum(["sip", "h323", "rtmp", "mssip", "auto"]).default("auto"),
  streaming: z.union([z.enum(["yes", "no"]), z.boolean()]).optional(),
  remote_display_name: z.string().optional(),
  text: z.string().optional(),
  call_type: z.enum(["video", "video-only", "audio"]).optional(),
  keep_conference_alive: z
    .enum(["keep_conference_alive", "keep_conference_alive_if_multiple", "keep_conference_alive_never"])
    .optional(),
});

const layoutBody = z.object({
  transforms: z.looseObject({
    layout: z.enum(layouts).optional(),
    host_layout: z.enum(layouts).optional(),
    guest_layout: z.enum(layouts).optional(),
    enable_overlay_text: z.boolean().optional(),
  }),
});

/** Requests about the whole conference (reference: client API v2, 4.8), by the last part of their path. */
export const conferenceCommands: Record<string, Command> = {
  lock: hostCommand(({ controls }, { conference }) => {
    controls.lock(conference);
    return done;
  }),
  unlock: hostCommand(({ controls }, { conference }) => {
    controls.unlock(conference);
    return done;
  }),
  start_conference: hostCommand(({ engine }, { conference }) => {
    engine.start(conference);
    return done;
  }),
  muteguests: hostCommand(({ controls }, { conference }) => {
    controls.muteGuests(conference, true);
    return done;
  }),
  unmuteguests: hostCommand(({ controls }, { conference }) => {
    controls.muteGuests(conference, false);
    return done;
  }),
  set_guests_can_unmute: hostCommand(({ controls }, { conference }, body) => {
    const parsed = z.object({ setting: z.boolean() }).safeParse(body);
    if (!parsed.success) return illegalValue;
    controls.setGuestsCanUnmute(conference, parsed.data.setting);
    return done;
  }),
  disconnect: hostCommand(({ engine }, { conference }) => {
    // After the answer: the one who asks is disconnected as well.
    setImmediate(() => engine.end(conference, reason.endedByHost));
    return done;
  }),
  clearallbuzz: hostCommand(({ controls }, { conference }) => {
    controls.clearHands(conference);
    return done;
  }),
  transform_layout: hostCommand(({ controls }, { conference }, body) => {
    const parsed = layoutBody.safeParse(body);
    if (!parsed.success) return illegalValue;
    const { layout, host_layout, guest_layout, enable_overlay_text, ...indicators } = parsed.data.transforms;
    controls.setLayout(conference, {
      view: host_layout ?? layout ?? conference.layout.view,
      guestView: guest_layout ?? layout ?? conference.layout.guestView,
      overlayText: enable_overlay_text ?? conference.layout.overlayText,
      indicators: { ...conference.layout.indicators, ...indicators },
    });
    return done;
  }),
  dial: hostCommand(async ({ dialler }, session, body) => {
    const parsed = dialBody.safeParse(body);
    if (!parsed.success) return illegalValue;
    const { data } = parsed;
    const guessed = /^rtmps?:/i.test(data.destination) ? "rtmp" : "sip";
    const dialled = await dialler.dial({
      alias: session.participant.localAlias,
      destination: data.destination,
      protocol: data.protocol === "auto" ? guessed : data.protocol,
      role: data.role.toUpperCase() === "HOST" ? "chair" : "guest",
      isStreaming: data.streaming === "yes" || data.streaming === true,
      audioOnly: data.call_type === "audio",
      ...(data.remote_display_name ? { displayName: data.remote_display_name } : {}),
      ...(data.text ? { overlayText: data.text } : {}),
      ...(data.keep_conference_alive
        ? { keepsAlive: data.keep_conference_alive !== "keep_conference_alive_never" }
        : {}),
    });
    if (dialled.kind === "refused") return { status: 403, result: dialled.why };
    return { result: [dialled.participant.uuid] };
  }),
  message: {
    method: "POST",
    isHostOnly: false,
    run: ({ controls }, session, body) => {
      const parsed = z.object({ type: z.string(), payload: z.string() }).safeParse(body);
      if (!parsed.success) return illegalValue;
      if (!isInside(session.participant)) return invalidRole;
      controls.say(session.conference, session.participant, null, parsed.data.type, parsed.data.payload);
      return done;
    },
  },
  participants: question((_, { conference, participant }) => {
    const visible = isInside(participant) ? [...conference.participants.values()] : [participant];
    return { result: visible.map(participantView) };
  }),
  conference_status: question((_, { conference, participant }) => ({
    result: conferenceView(conference, participant),
  })),
  available_layouts: question(() => ({ result: layouts })),
  layout_svgs: question(() => ({ result: {} })),
};
