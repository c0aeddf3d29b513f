import { describe, expect, it } from "vitest";
import { CONFIRM_WITHIN_MS, failureOf, isPersonDone, isRoomDone, settled } from "./row-status";
import { buildConference, buildPerson } from "./testing";

describe("a command on a person", () => {
  it("is done when the roster shows it", () => {
    expect(isPersonDone("mute", buildPerson({ muted: false }))).toBe(false);
    expect(isPersonDone("mute", buildPerson({ muted: true }))).toBe(true);
    expect(isPersonDone("admit", buildPerson({ place: "lobby" }))).toBe(false);
    expect(isPersonDone("admit", buildPerson({ place: "meeting" }))).toBe(true);
  });

  it("changes a role, or sends them back to the lobby, where they come as somebody new", () => {
    expect(isPersonDone("make_host", buildPerson({ role: "guest" }))).toBe(false);
    expect(isPersonDone("make_host", buildPerson({ role: "host" }))).toBe(true);
    expect(isPersonDone("make_guest", buildPerson({ role: "guest" }))).toBe(true);
    expect(isPersonDone("to_lobby", buildPerson({ place: "meeting" }))).toBe(false);
    expect(isPersonDone("to_lobby", buildPerson({ place: "lobby" }))).toBe(true);
    expect(isPersonDone("to_lobby", undefined)).toBe(true);
  });

  it("fails with one refused leg, and for legs that left only when all have", () => {
    const person = buildPerson({ legIds: ["a", "b"] });
    expect(failureOf(person, { other: "bridge_refused" })).toBeNull();
    expect(failureOf(person, { a: "not_found" })).toBeNull();
    expect(failureOf(person, { a: "not_found", b: "not_found" })).toBe("not_found");
    expect(failureOf(person, { a: "not_found", b: "bridge_refused" })).toBe("bridge_refused");
  });

  it("to remove them is done only when they are gone", () => {
    expect(isPersonDone("eject", buildPerson())).toBe(false);
    expect(isPersonDone("eject", undefined)).toBe(true);
  });
});

it("a command on the room is done when the meeting shows it, or is over", () => {
  expect(isRoomDone("lock", buildConference({ locked: true }))).toBe(true);
  expect(isRoomDone("unlock", buildConference({ locked: true }))).toBe(false);
  expect(isRoomDone("end", buildConference())).toBe(false);
  expect(isRoomDone("end", null)).toBe(true);
});

describe("settled", () => {
  const status = { command: "eject", at: 1000 } as const;

  it("waits for the answer even if the roster was faster, and for the roster when the answer was", () => {
    expect(settled({ ...status, phase: "sent" }, true, 2000)).toMatchObject({ phase: "sent" });
    expect(settled({ ...status, phase: "accepted" }, false, 2000)).toMatchObject({ phase: "accepted" });
    expect(settled({ ...status, phase: "accepted" }, true, 2000)).toBeNull();
  });

  it("says so when the bridge accepted a command that the roster never shows", () => {
    const late = settled({ ...status, phase: "accepted" }, false, 1001 + CONFIRM_WITHIN_MS);
    expect(late).toMatchObject({ phase: "failed", code: "not_confirmed" });
  });

  it("keeps a refusal, unless what was wanted has come about", () => {
    const failed = { ...status, phase: "failed", code: "bridge_refused" } as const;
    expect(settled(failed, false, 10 ** 9)).toBe(failed);
    expect(settled(failed, true, 10 ** 9)).toBeNull();
  });
});
