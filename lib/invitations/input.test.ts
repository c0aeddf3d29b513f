import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Day, Minute } from "../time";
import { INVITATION_LIMITS, parseInvitation, windowProblem } from "./input";

const now = new Date("2026-11-24T12:00Z");
const form = {
  room: "host.acme",
  title: "Budget",
  date: "2026-12-01",
  time: "14:00",
  timeZone: "Europe/Oslo",
  durationMinutes: "60",
  note: "",
};
const fieldsOf = (over: Record<string, string>) => {
  const parsed = parseInvitation({ ...form, ...over }, now);
  return parsed.ok ? {} : parsed.fields;
};

describe("the form of an invitation", () => {
  it("is read as a moment, a room and guests", () => {
    const guests = {
      "guest-0-email": " Ann@Example.com ",
      "guest-0-name": "Ann",
      "guest-0-locale": "ja",
      "guest-1-email": "",
      "guest-1-name": "",
      "guest-1-locale": "en",
    };
    expect(
      parseInvitation({ ...form, ...guests, durationMinutes: "６０", includesGuestPin: "on" }, now),
    ).toEqual({
      ok: true,
      input: {
        room: "host.acme",
        title: "Budget",
        startsAt: new Date("2026-12-01T13:00Z"),
        timeZone: "Europe/Oslo",
        durationMinutes: 60,
        note: "",
        includesGuestPin: true,
        guests: [{ email: "ann@example.com", name: "Ann", locale: "ja" }],
      },
    });
  });

  it("is refused at the field that is wrong", () => {
    expect(fieldsOf({ title: " " })).toEqual({ title: "required" });
    expect(fieldsOf({ title: "a\r\nBcc: x@y.example" })).toEqual({ title: "required" });
    expect(fieldsOf({ date: "2026-11-23" })).toEqual({ date: "past" });
    expect(fieldsOf({ date: "2026-02-30" })).toEqual({ date: "date" });
    expect(fieldsOf({ date: "2036-11-23" })).toEqual({ date: "too_far" });
    expect(fieldsOf({ time: "24:00" })).toEqual({ time: "time" });
    expect(fieldsOf({ date: "2027-03-28", time: "02:30" })).toEqual({ time: "skipped" });
    expect(fieldsOf({ date: "2027-10-31", time: "02:30" })).toEqual({ time: "twice" });
    expect(fieldsOf({ date: "2027-10-31", time: "02:30", occurrence: "later" })).toEqual({});
    expect(fieldsOf({ timeZone: "Mars/Olympus" })).toEqual({ timeZone: "time_zone" });
    expect(fieldsOf({ durationMinutes: "0" })).toEqual({ durationMinutes: "duration" });
    const guest = (email: string, line = 0) => ({
      [`guest-${line}-email`]: email,
      [`guest-${line}-locale`]: "en",
    });
    expect(fieldsOf(guest("ann@example.com\r\nBcc: x@y.example"))).toEqual({
      "guest-0-email": "address_format",
    });
    expect(fieldsOf({ ...guest("ann@example.com"), "guest-0-name": "A\nB" })).toEqual({
      "guest-0-name": "characters",
    });
    expect(fieldsOf({ ...guest("ann@example.com"), ...guest("ANN@example.com", 1) })).toEqual({
      "guest-1-email": "guest_twice",
    });
  });

  it("takes no guests beyond the limit", () => {
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, line) => [
        [`guest-${line}-email`, `g${line}@example.com`],
        [`guest-${line}-locale`, "en"],
      ]).flat(),
    );
    const parsed = parseInvitation({ ...form, ...many }, now);
    expect(parsed.ok && parsed.input.guests).toHaveLength(INVITATION_LIMITS.guests);
  });
});

describe("the window of a meeting", () => {
  const durations = fc.integer({ min: INVITATION_LIMITS.durationMin, max: INVITATION_LIMITS.durationMax });
  const offsets = fc.integer({ min: -2 * 365 * Day.ms, max: 4 * 365 * Day.ms });

  it("never lies behind, whatever is typed", () => {
    fc.assert(
      fc.property(offsets, durations, (offset, duration) => {
        const startsAt = new Date(now.getTime() + offset);
        const problem = windowProblem(startsAt, duration, now);
        if (startsAt.getTime() + duration * Minute.ms <= now.getTime()) expect(problem).toBe("past");
        if (problem === null) expect(offset).toBeGreaterThanOrEqual(-10 * Minute.ms);
        if (offset >= 0) expect(problem).toBe(offset > 3 * 365 * Day.ms ? "too_far" : null);
      }),
    );
  });

  it("that has begun can keep its beginning until it is over", () => {
    fc.assert(
      fc.property(durations, fc.integer({ min: 0, max: 2 * Day.ms }), (duration, ago) => {
        const startsAt = new Date(now.getTime() - ago);
        const isOver = ago >= duration * Minute.ms;
        expect(windowProblem(startsAt, duration, now, startsAt)).toBe(isOver ? "past" : null);
      }),
    );
  });
});
