import { z } from "zod";
import { isInside, type Participant } from "../engine/model";
import { reason } from "../engine/reasons";
import { unixNow } from "../time";
import {
  type CommandAnswer,
  type CommandContext,
  done,
  illegalValue,
  invalidRole,
  mayControl,
} from "./conference-commands";
import type { Session } from "./sessions";

interface Target {
  context: CommandContext;
  session: Session;
  target: Participant;
  body: unknown;
  /** Lets a one-time token bring its holder into another room. */
  vouch(token: string, role: "chair" | "guest"): void;
}

interface Command {
  /** `host`: hosts only; `own`: hosts, and everybody about themselves; `self`: about oneself only; `any`: everybody. */
  who: "host" | "own" | "self" | "any";
  run(target: Target): CommandAnswer;
}

const set = (who: Command["who"], fields: (target: Participant) => Partial<Participant>): Command => ({
  who,
  run: ({ context, session, target }) => {
    context.controls.change(session.conference, target, fields(target));
    return done;
  },
});

const accepted = (who: Command["who"], result: true | null): Command => ({ who, run: () => ({ result }) });

/** Requests about one participant (reference: client API v2, 4.9), by the last part of their path. */
const commands: Record<string, Command> = {
  disconnect: {
    who: "own",
    run: ({ context, session, target }) => {
      const why = target === session.participant ? reason.clientLeft : reason.ejectedByHost;
      setImmediate(() => context.engine.leave(session.conference, target, why));
      return done;
    },
  },
  unlock: {
    who: "host",
    run: ({ context, session, target }) => {
      context.controls.admit(session.conference, target);
      return done;
    },
  },
  mute: set("own", () => ({ isMuted: true })),
  unmute: {
    who: "own",
    run: ({ context, session, target }) => {
      const { conference } = session;
      if (!mayControl(session) && conference.guestsMuted && !conference.guestsCanUnmute) return invalidRole;
      context.controls.change(conference, target, { isMuted: false });
      return done;
    },
  },
  client_mute: set("own", () => ({ isClientMuted: true })),
  client_unmute: set("own", () => ({ isClientMuted: false })),
  video_muted: set("own", () => ({ isVideoMuted: true })),
  video_unmuted: set("own", () => ({ isVideoMuted: false })),
  spotlighton: set("host", () => ({ spotlight: unixNow() })),
  spotlightoff: set("host", () => ({ spotlight: 0 })),
  buzz: set("own", ({ buzzTime }) => ({ buzzTime: buzzTime || unixNow() })),
  clearbuzz: set("own", () => ({ buzzTime: 0 })),
  allowrxpresentation: set("host", () => ({ mayReceivePresentation: true })),
  denyrxpresentation: set("host", () => ({ mayReceivePresentation: false })),
  overlaytext: {
    who: "host",
    run: ({ context, session, target, body }) => {
      const parsed = z.object({ text: z.string().max(250) }).safeParse(body);
      if (!parsed.success) return illegalValue;
      context.controls.change(session.conference, target, { overlayText: parsed.data.text });
      return done;
    },
  },
  role: {
    who: "host",
    run: ({ context, session, target, body }) => {
      const parsed = z.object({ role: z.enum(["chair", "guest"]) }).safeParse(body);
      if (!parsed.success) return illegalValue;
      context.controls.setRole(session.conference, target, parsed.data.role);
      return done;
    },
  },
  transfer: {
    who: "host",
    run: ({ context, session, target, body, vouch }) => {
      const shape = z.object({
        conference_alias: z.string().min(1),
        role: z.enum(["host", "guest"]).default("guest"),
      });
      const parsed = shape.safeParse(body);
      if (!parsed.success) return illegalValue;
      const { conference_alias: alias, role } = parsed.data;
      vouch(
        context.controls.offerTransfer(session.conference, target, alias),
        role === "host" ? "chair" : "guest",
      );
      return done;
    },
  },
  message: {
    who: "any",
    run: ({ context, session, target, body }) => {
      const parsed = z.object({ type: z.string(), payload: z.string() }).safeParse(body);
      if (!parsed.success) return illegalValue;
      if (!isInside(session.participant)) return invalidRole;
      const { type, payload } = parsed.data;
      context.controls.say(session.conference, session.participant, target, type, payload);
      return done;
    },
  },
  take_floor: {
    who: "self",
    run: ({ context, session, target }) => {
      const isAllowed = target.role === "chair" || session.conference.service.guestsCanPresent;
      if (!isAllowed || !isInside(target)) return invalidRole;
      context.controls.present(session.conference, target);
      return { result: null };
    },
  },
  release_floor: {
    who: "self",
    run: ({ context, session, target }) => {
      context.controls.stopPresenting(session.conference, target);
      return { result: null };
    },
  },
  show_live_captions: accepted("self", null),
  hide_live_captions: accepted("self", null),
  dtmf: accepted("host", true),
  fecc: accepted("host", true),
  pres_in_mix: accepted("own", true),
  preferred_aspect_ratio: accepted("own", true),
  notify_not_afk: accepted("self", true),
};

/** @returns null for a command that does not exist. */
export function runParticipantCommand(name: string, what: Target): CommandAnswer | null {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) return null;
  const isSelf = what.target === what.session.participant;
  const isAllowed =
    command.who === "any" ||
    (isSelf && command.who !== "host") ||
    (command.who !== "self" && mayControl(what.session));
  return isAllowed ? command.run(what) : invalidRole;
}
