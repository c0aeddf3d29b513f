import { setTimeout as sleep } from "node:timers/promises";
import { bridge, type LegKey, type ParticipantCommand } from "../bridge";
import { AppError, type ErrorCode } from "../errors";
import { legsInRoom, peopleInRoom } from "./room-legs";
import type { LegCommand } from "./types";

type Room = { id: string; alias: string };
type Failures = Record<string, ErrorCode>;

const commands = {
  admit: "unlock",
  eject: "disconnect",
  mute: "mute",
  unmute: "unmute",
  make_host: { command: "role", role: "chair" },
  make_guest: { command: "role", role: "guest" },
} as const satisfies Partial<Record<LegCommand, ParticipantCommand>>;

/** After an eject the bridge is asked until the leg is gone, this often and this far apart in milliseconds. */
const PROOF_TRIES = 4;
const PROOF_PAUSE_MS = 150;

/**
 * Carries out a command on those of these legs that are in the room.
 * @returns why not, by leg, when it was carried out on some and not on others
 * @throws {AppError} when it was carried out on none: `conflict` if they are gone, else what the bridge said
 */
export async function commandLegs(room: Room, command: LegCommand, wanted: string[]): Promise<Failures> {
  if (command === "to_lobby") return sendToLobby(room, wanted);
  const legs = await legsInRoom(room.id, wanted);
  const failed = await bridge().commandLegs(room.alias, legs, commands[command]);
  if (command !== "eject") return unlessAll(legs, failed);
  // Whom the bridge no longer knows cannot be ejected again: that wish is fulfilled. Any other is not.
  for (const { id } of legs) if (failed[id] === "not_found") delete failed[id];
  for (const id of await stillThere(
    room.alias,
    legs.filter(({ id }) => !failed[id]),
  ))
    failed[id] = "bridge_refused";
  return unlessAll(legs, failed);
}

/**
 * Sends people back to the lobby. The bridge has no such command: it sends them on to the room that they are in, as
 * guests, and the lock makes them wait there like any newcomer. So the room is locked first, whatever we believe of it:
 * without the lock they would be back at once.
 */
async function sendToLobby(room: Room, wanted: string[]): Promise<Failures> {
  const { chosen, others } = await peopleInRoom(room.id, wanted);
  // A meeting that everybody leaves is over, and its lock with it.
  if (others === 0) throw new AppError("conflict", "somebody must stay in the meeting");
  await bridge().commandConference(room.alias, "lock");
  const there = { command: "transfer", conference_alias: room.alias, role: "guest" } as const;
  return unlessAll(chosen, await bridge().commandLegs(room.alias, chosen, there));
}

function unlessAll(legs: readonly LegKey[], failed: Failures): Failures {
  const codes = legs.map(({ id }) => failed[id]);
  if (codes.some((code) => code === undefined)) return failed;
  throw new AppError(codes.find((code) => code !== "not_found") ?? "conflict");
}

/** An eject counts only when the bridge itself no longer has the leg. @returns those that it still has after a while */
async function stillThere(conference: string, legs: LegKey[]): Promise<string[]> {
  let there = legs.map(({ id }) => id);
  for (let tries = 0; tries < PROOF_TRIES && there.length > 0; tries++) {
    if (tries > 0) await sleep(PROOF_PAUSE_MS);
    there = await bridge().stillThere(conference, legs);
  }
  return there;
}
