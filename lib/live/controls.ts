import { z } from "zod";
import type { Actor } from "../access";
import { actorId } from "../auth";
import { bridge, type ConferenceCommand } from "../bridge";
import { log } from "../log";
import { loadRoom } from "../rooms";
import { commandLegs } from "./leg-controls";
import type { LegFailures, LiveCommand } from "./types";

const legIds = z
  .array(
    z
      .string()
      .max(100)
      .regex(/^\P{Cc}+$/u),
  )
  .min(1)
  .max(1000);

/** A command as the browser sends it. */
export const liveCommand = z.discriminatedUnion("command", [
  z.strictObject({ command: z.enum(["lock", "unlock", "end", "mute_guests", "unmute_guests"]) }),
  z.strictObject({
    command: z.enum(["admit", "eject", "mute", "unmute", "make_host", "make_guest", "to_lobby"]),
    legIds,
  }),
]) satisfies z.ZodType<LiveCommand>;

const conferenceCommands = {
  lock: "lock",
  unlock: "unlock",
  mute_guests: "mute_guests",
  unmute_guests: "unmute_guests",
  end: "disconnect",
} as const satisfies Record<string, ConferenceCommand>;

/**
 * Carries out a host's command on the live meeting. It returns when the bridge has done it; the roster then changes by
 * the bridge's own events.
 * @returns the legs on which it was not carried out, when it was on others
 * @throws {AppError} `not_found` or `forbidden`; `conflict` when no meeting is running or the person has left;
 *   `bridge_unavailable` within five seconds; `bridge_refused`
 */
export async function commandLive(actor: Actor, alias: string, command: LiveCommand): Promise<LegFailures> {
  const { row } = await loadRoom(actor, "room.controlLive", alias);
  const startedAt = performance.now();
  let failed: LegFailures = {};
  if ("legIds" in command) failed = await commandLegs(row, command.command, command.legIds);
  else await bridge().commandConference(row.alias, conferenceCommands[command.command]);
  const durationMs = Math.round(performance.now() - startedAt);
  log.info(
    {
      roomId: row.id,
      actorId: actorId(actor),
      command: command.command,
      failed: Object.keys(failed).length,
      durationMs,
    },
    "live.commanded",
  );
  return failed;
}
