import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Hour, Minute } from "../time";
import { momentOf, occurrences, wallTimeOf } from "./wall-time";

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
/** Whole minutes of the years in which meetings are planned. */
const moments = fc
  .integer({ min: Date.UTC(2026, 0) / Minute.ms, max: Date.UTC(2032, 0) / Minute.ms })
  .map((minutes) => new Date(minutes * Minute.ms));

describe("wall time", () => {
  it("leads back to the moment it was read from, in every zone, also where it comes twice", () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (at, zone) => {
        const { occurrence, ...wall } = wallTimeOf(at, zone);
        expect(momentOf(wall, occurrence)).toEqual({ ok: true, at });
        // The clock that people see says the same.
        const seen = new Intl.DateTimeFormat("en-CA", {
          timeZone: zone,
          dateStyle: "short",
          timeStyle: "short",
          hourCycle: "h23",
        });
        expect(seen.format(at)).toBe(`${wall.date}, ${wall.time}`);
      }),
      { numRuns: 500 },
    );
  });

  it("of any kind means the moment that clocks show, or is refused because clocks leave it out", () => {
    const walls = fc.tuple(moments, fc.constantFrom(...zones), fc.constantFrom(...occurrences));
    fc.assert(
      fc.property(walls, ([at, timeZone, occurrence]) => {
        const [date = "", time = ""] = at.toISOString().slice(0, 16).split("T");
        const moment = momentOf({ date, time, timeZone }, occurrence);
        if (moment.ok) expect(wallTimeOf(moment.at, timeZone)).toMatchObject({ date, time });
        else expect(moment.reason).toBe("skipped");
      }),
      { numRuns: 500 },
    );
  });

  it("comes twice exactly where clocks are turned back, by as much as they are", () => {
    // Around the ends of daylight saving in 2027.
    const edges = [
      { zone: "Europe/Oslo", back: "2027-10-31T01:00Z", by: Hour.ms },
      { zone: "America/New_York", back: "2027-11-07T06:00Z", by: Hour.ms },
      { zone: "Australia/Lord_Howe", back: "2027-04-03T15:00Z", by: 30 * Minute.ms },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...edges), fc.integer({ min: -180, max: 180 }), (edge, minutes) => {
        const back = new Date(edge.back).getTime();
        const at = new Date(back + minutes * Minute.ms);
        const { occurrence, ...wall } = wallTimeOf(at, edge.zone);
        const isNear = at.getTime() >= back - edge.by && at.getTime() < back + edge.by;
        expect(occurrence).toBe(isNear ? (minutes < 0 ? "earlier" : "later") : null);
        if (!occurrence) return;
        expect(momentOf(wall, null)).toEqual({ ok: false, reason: "twice" });
        const [earlier, later] = occurrences.map((one) => momentOf(wall, one));
        if (!earlier?.ok || !later?.ok) throw new Error("both are moments");
        expect(later.at.getTime() - earlier.at.getTime()).toBe(edge.by);
      }),
    );
  });

  it("knows the edges of daylight saving", () => {
    const oslo = (date: string, time: string, which: "earlier" | "later" | null = null) =>
      momentOf({ date, time, timeZone: "Europe/Oslo" }, which);
    expect(oslo("2027-03-28", "01:59")).toEqual({ ok: true, at: new Date("2027-03-28T00:59Z") });
    expect(oslo("2027-03-28", "02:30")).toEqual({ ok: false, reason: "skipped" });
    expect(oslo("2027-03-28", "02:30", "later")).toEqual({ ok: false, reason: "skipped" });
    expect(oslo("2027-03-28", "03:00")).toEqual({ ok: true, at: new Date("2027-03-28T01:00Z") });
    expect(oslo("2027-10-31", "02:30")).toEqual({ ok: false, reason: "twice" });
    expect(oslo("2027-10-31", "02:30", "earlier")).toEqual({ ok: true, at: new Date("2027-10-31T00:30Z") });
    expect(oslo("2027-10-31", "02:30", "later")).toEqual({ ok: true, at: new Date("2027-10-31T01:30Z") });
  });
});
