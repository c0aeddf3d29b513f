import { describe, expect, it } from "vitest";
import { holdOf, judgePin, pinProblem } from "./entry";
import type { Service } from "./model";

function room(pins: { pin?: string; guestPin?: string; allowGuests?: boolean }): Service {
  return {
    name: "room",
    serviceType: "conference",
    tag: "",
    pin: pins.pin ?? null,
    guestPin: pins.guestPin ?? null,
    allowGuests: pins.allowGuests ?? false,
    guestsCanPresent: true,
    locked: false,
    muteAllGuests: false,
    participantLimit: null,
    cryptoMode: null,
    view: "1:7",
    automaticParticipants: [],
  };
}

const host = { kind: "role", role: "chair", provedHost: true };
const guest = { kind: "role", role: "guest", provedHost: false };
const wrong = { kind: "wrong" };

describe("the PIN table", () => {
  it("makes everybody a host where there is no PIN", () => {
    expect(judgePin(room({}), undefined)).toEqual({ kind: "role", role: "chair", provedHost: false });
  });

  it.each([
    [undefined, { kind: "needed", guestPin: false, guestsAllowed: true }],
    ["none", guest],
    ["1111", host],
    ["1111#", host],
    ["2222", wrong],
  ])("host PIN alone: %s", (typed, verdict) => {
    expect(judgePin(room({ pin: "1111", allowGuests: true }), typed)).toEqual(verdict);
  });

  it.each([
    [undefined, { kind: "needed", guestPin: true, guestsAllowed: true }],
    ["", { kind: "needed", guestPin: true, guestsAllowed: true }],
    ["none", wrong],
    ["1111", host],
    ["2222", guest],
    ["3333", wrong],
  ])("both PINs: %s", (typed, verdict) => {
    expect(judgePin(room({ pin: "1111", guestPin: "2222", allowGuests: true }), typed)).toEqual(verdict);
  });

  it.each([
    [undefined, { kind: "needed", guestPin: false, guestsAllowed: false }],
    ["none", wrong],
    ["1111", host],
  ])("one PIN for all: %s", (typed, verdict) => {
    expect(judgePin(room({ pin: "1111" }), typed)).toEqual(verdict);
  });
});

describe("who waits outside", () => {
  const cases = [
    { isLocked: false, isStarted: false, role: "chair", passesLock: false, hold: null },
    { isLocked: false, isStarted: false, role: "guest", passesLock: false, hold: "no_host" },
    { isLocked: false, isStarted: true, role: "guest", passesLock: false, hold: null },
    { isLocked: true, isStarted: true, role: "guest", passesLock: false, hold: "locked" },
    { isLocked: true, isStarted: true, role: "chair", passesLock: false, hold: "locked" },
    { isLocked: true, isStarted: true, role: "chair", passesLock: true, hold: null },
    { isLocked: true, isStarted: true, role: "guest", passesLock: true, hold: null },
    { isLocked: true, isStarted: false, role: "guest", passesLock: true, hold: "no_host" },
  ] as const;

  it.each(cases)("locked $isLocked, started $isStarted, $role, passes $passesLock: $hold", (one) => {
    expect(holdOf(one, one)).toBe(one.hold);
  });
});

describe("combinations a node refuses", () => {
  it.each([
    [{ pin: "", allowGuests: false }],
    [{ allowGuests: true }],
    [{ guestPin: "2222", allowGuests: false }],
    [{ pin: "1111", guestPin: "2222", allowGuests: false }],
    [{ pin: "1111", guestPin: "1111", allowGuests: true }],
    [{ pin: "1111", guestPin: "1111#", allowGuests: true }],
    [{ pin: "1111", guestPin: "22222", allowGuests: true }],
    [{ pin: "1111#", guestPin: "222222", allowGuests: true }],
  ])("%j", (pins) => {
    expect(pinProblem(pins)).not.toBeNull();
  });

  it.each([
    [{ allowGuests: false }],
    [{ guestPin: "", allowGuests: false }],
    [{ pin: "1111", allowGuests: false }],
    [{ pin: "1111", guestPin: "", allowGuests: true }],
    [{ pin: "1111", guestPin: "2222", allowGuests: true }],
    [{ pin: "1111#", guestPin: "22222#", allowGuests: true }],
  ])("but not %j", (pins) => {
    expect(pinProblem(pins)).toBeNull();
  });
});
