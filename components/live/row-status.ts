import type { LivePerson } from "@/lib/live/people";
import type { LegCommand, LegFailures, LiveConference } from "@/lib/live/types";
import { Second } from "@/lib/time";

export type PersonCommand = LegCommand;
export type RoomCommand = "lock" | "unlock" | "end" | "mute_guests" | "unmute_guests";

/**
 * Where a command stands. `sent`: no answer yet. `accepted`: carried out as far as the bridge says, but not seen on the
 * roster yet. `failed`: `code` is a key of `live.failures`.
 */
export type Status<C extends string> = {
  command: C;
  phase: "sent" | "accepted" | "failed";
  code?: string;
  /** When the phase began, in milliseconds of the browser's clock. */
  at: number;
};
export type PersonStatus = Status<PersonCommand>;
export type RoomStatus = Status<RoomCommand>;

/** How long the roster may take to show what the bridge accepted, in milliseconds. */
export const CONFIRM_WITHIN_MS = 15 * Second.ms;

/** Whether the roster shows what a command was for. */
export function isPersonDone(command: PersonCommand, person: LivePerson | undefined): boolean {
  if (!person) return true;
  switch (command) {
    case "admit":
      return person.place === "meeting";
    case "mute":
      return person.muted;
    case "unmute":
      return !person.muted;
    case "make_host":
      return person.role === "host";
    case "make_guest":
      return person.role === "guest";
    case "to_lobby":
      return person.place === "lobby";
    case "eject":
      return false;
  }
}

/** Why a command did not reach a person, or null when it did. A leg that has left meanwhile matters only if all have. */
export function failureOf(person: LivePerson, failed: LegFailures): string | null {
  const codes = person.legIds.map((id) => failed[id]);
  const refusal = codes.find((code) => code !== undefined && code !== "not_found");
  return refusal ?? (codes.every((code) => code === "not_found") ? "not_found" : null);
}

export function isRoomDone(command: RoomCommand, conference: LiveConference | null): boolean {
  if (!conference) return true;
  switch (command) {
    case "lock":
      return conference.locked;
    case "unlock":
      return !conference.locked;
    case "mute_guests":
      return conference.guestsMuted;
    case "unmute_guests":
      return !conference.guestsMuted;
    case "end":
      return false;
  }
}

/** The status after a look at the roster: gone when done, failed when it was accepted and never seen, else as it is. */
export function settled<C extends string>(status: Status<C>, isDone: boolean, now: number): Status<C> | null {
  // A refusal is kept until it is dismissed or tried again, unless what was wanted has come about anyway.
  if (isDone && status.phase !== "sent") return null;
  if (status.phase === "accepted" && now - status.at > CONFIRM_WITHIN_MS) {
    return { ...status, phase: "failed", code: "not_confirmed", at: now };
  }
  return status;
}
