import type { Conference, Service } from "./model";

/** What a typed PIN (or none) means for a room. */
export type PinVerdict =
  | { kind: "role"; role: "chair" | "guest"; provedHost: boolean }
  /** Nothing was typed and something is needed. `guestPin` says whether guests need one as well. */
  | { kind: "needed"; guestPin: boolean; guestsAllowed: boolean }
  | { kind: "wrong" };

const withoutHash = (pin: string) => pin.replace(/#$/, "");

/**
 * The PIN table: who a caller is, from what was typed.
 * @param typed `undefined` = nothing yet, `"none"` = "I am a guest, I have no PIN" (client API header `pin: none`).
 */
export function judgePin(service: Service, typed: string | undefined): PinVerdict {
  const { pin, guestPin, allowGuests } = service;
  if (pin === null) return { kind: "role", role: allowGuests ? "guest" : "chair", provedHost: false };
  if (typed === undefined || typed === "") {
    return { kind: "needed", guestPin: guestPin !== null, guestsAllowed: allowGuests };
  }
  if (withoutHash(typed) === withoutHash(pin)) return { kind: "role", role: "chair", provedHost: true };
  if (!allowGuests) return { kind: "wrong" };
  if (guestPin === null ? typed === "none" : withoutHash(typed) === withoutHash(guestPin)) {
    return { kind: "role", role: "guest", provedHost: false };
  }
  return { kind: "wrong" };
}

/** Why someone stays outside: the room is locked, or no host has started the meeting yet. */
export type Hold = "locked" | "no_host" | null;

/**
 * Whether a participant whose role is known has to wait.
 * A lock holds everybody except those who may pass it: holders of the host PIN, dialled hosts and `bypass_lock`.
 */
export function holdOf(
  conference: Pick<Conference, "isLocked" | "isStarted">,
  entrant: { role: "chair" | "guest"; passesLock: boolean },
): Hold {
  if (conference.isLocked && !entrant.passesLock) return "locked";
  if (entrant.role === "guest" && !conference.isStarted) return "no_host";
  return null;
}

/**
 * The combinations of PINs a conferencing node refuses, as a sentence for its log, or null for a usable one
 * (reference: external policy, service configuration).
 */
export function pinProblem(pins: { pin?: string; guestPin?: string; allowGuests: boolean }): string | null {
  const { pin, guestPin, allowGuests } = pins;
  if (pin === "") return "pin is empty: leave it out for a room without one";
  if (allowGuests && pin === undefined) return "allow_guests needs a pin";
  if (!guestPin) return null;
  if (!allowGuests) return "guest_pin needs allow_guests";
  if (pin === undefined) return "guest_pin needs a pin";
  if (withoutHash(pin) === withoutHash(guestPin)) return "pin and guest_pin are the same";
  const bothEndWithHash = pin.endsWith("#") && guestPin.endsWith("#");
  if (pin.length !== guestPin.length && !bothEndWithHash) return "pins of different length need a # on both";
  return null;
}
