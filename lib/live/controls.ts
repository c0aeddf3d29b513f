import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Actor } from "../access";
import { actorId } from "../auth";
import { bridge, type ConferenceCommand, type LegKey, type ParticipantCommand } from "../bridge";
import { pool } from "../db";
import { AppError } from "../errors";
import { log } from "../log";
import { loadRoom } from "../rooms";
import type { LiveCommand } from "./types";

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
  z.strictObject({ command: z.enum(["admit", "eject", "mute", "unmute"]), legIds }),
]) satisfies z.ZodType<LiveCommand>;

const conferenceCommands = {
  lock: "lock",
  unlock: "unlock",
  mute_guests: "mute_guests",
  unmute_guests: "unmute_guests",
  end: "disconnect",
} as const satisfies Record<string, ConferenceCommand>;

const legCommands = {
  admit: "unlock",
  eject: "disconnect",
  mute: "mute",
  unmute: "unmute",
} as const satisfies Record<string, ParticipantCommand>;

/** After an eject the bridge is asked until the leg is gone, this often and this far apart in milliseconds. */
const PROOF_TRIES = 4;
const PROOF_PAUSE_MS = 150;

/**
 * Carries out a host's command on the live meeting. It returns when the bridge has done it; the roster then changes by
 * the bridge's own events.
 * @throws {AppError} `not_found` or `forbidden`; `conflict` when no meeting is running or the person has left;
 *   `bridge_unavailable` within five seconds; `bridge_refused`
 */
export async function commandLive(actor: Actor, alias: string, command: LiveCommand): Promise<void> {
  const { row } = await loadRoom(actor, "room.controlLive", alias);
  const startedAt = performance.now();
  if ("legIds" in command) await commandLegs(row.id, row.alias, command.command, command.legIds);
  else await bridge().commandConference(row.alias, conferenceCommands[command.command]);
  const durationMs = Math.round(performance.now() - startedAt);
  log.info(
    { roomId: row.id, actorId: actorId(actor), command: command.command, durationMs },
    "live.commanded",
  );
}

async function commandLegs(
  roomId: string,
  conference: string,
  command: keyof typeof legCommands,
  wanted: string[],
): Promise<void> {
  const legs = await legsInRoom(roomId, wanted);
  const gone = await bridge().commandLegs(conference, legs, legCommands[command]);
  // Whom the bridge no longer knows cannot be ejected again: that wish is fulfilled. Any other is not.
  if (command !== "eject" && gone.length === legs.length) throw new AppError("conflict");
  if (command === "eject") await proveGone(conference, legs);
}

/** The legs among these ids that are in the room now: an id from elsewhere reaches nobody. */
async function legsInRoom(roomId: string, ids: string[]): Promise<LegKey[]> {
  const { rows } = await pool().query<LegKey>(
    `SELECT p."id", p."callId" FROM "Participant" p JOIN "Conference" c ON c."id" = p."conferenceId"
     WHERE c."roomId" = $1 AND c."endedAt" IS NULL AND p."leftAt" IS NULL AND p."id" = ANY($2::text[])`,
    [roomId, ids],
  );
  if (rows.length === 0) throw new AppError("conflict");
  return rows;
}

/** An eject counts only when the bridge itself no longer has the leg. */
async function proveGone(conference: string, legs: LegKey[]): Promise<void> {
  for (let tries = 0; tries < PROOF_TRIES; tries++) {
    if ((await bridge().stillThere(conference, legs)).length === 0) return;
    await sleep(PROOF_PAUSE_MS);
  }
  throw new AppError("bridge_refused");
}
