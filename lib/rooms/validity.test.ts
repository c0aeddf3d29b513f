import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Minute } from "../time";
import { REJOIN_MS, type ValidityFacts, validityOf } from "./validity";

const at = (minutes: number) => new Date(minutes * Minute.ms);
const permanent: ValidityFacts = {
  opensAt: null,
  closesAt: null,
  closesAfterMeeting: false,
  closedAt: null,
  isRunning: false,
  lastEndedAt: null,
};

describe("a room lets callers in", () => {
  it("always, when it is permanent and nobody closed it", () => {
    expect(validityOf({ ...permanent, lastEndedAt: at(0) }, at(1_000_000))).toBe("open");
    expect(validityOf({ ...permanent, closedAt: at(5) }, at(6))).toBe("closed");
  });

  it("within its window only", () => {
    const room = { ...permanent, opensAt: at(10), closesAt: at(20) };
    expect([9.99, 10, 19.99, 20].map((now) => validityOf(room, at(now)))).toEqual([
      "not_yet",
      "open",
      "open",
      "over",
    ]);
  });

  it("until its meeting has ended, with time to come back", () => {
    const room = { ...permanent, opensAt: at(0), closesAt: at(1440), closesAfterMeeting: true };
    expect(validityOf(room, at(100))).toBe("open");
    expect(validityOf({ ...room, lastEndedAt: at(60) }, at(69))).toBe("open");
    expect(validityOf({ ...room, lastEndedAt: at(60) }, at(70))).toBe("over");
    expect(validityOf({ ...room, lastEndedAt: at(60), isRunning: true }, at(100))).toBe("open");
  });

  it("once, without a gap: what is over stays over as long as nothing happens", () => {
    const minute = fc.integer({ min: 0, max: 3000 });
    const facts = fc.record({
      opensAt: fc.option(minute.map(at)),
      closesAt: fc.option(minute.map(at)),
      closesAfterMeeting: fc.boolean(),
      closedAt: fc.option(minute.map(at)),
      isRunning: fc.boolean(),
      lastEndedAt: fc.option(minute.map(at)),
    });
    const rank = { not_yet: 0, open: 1, over: 2, closed: 3 };
    fc.assert(
      fc.property(facts, minute, minute, (room, a, b) => {
        const [first, later] = [Math.min(a, b), Math.max(a, b)].map((now) => validityOf(room, at(now)));
        if (first && later) expect(rank[later]).toBeGreaterThanOrEqual(rank[first]);
        if (later === "open" && room.closesAt) expect(at(Math.max(a, b)) < room.closesAt).toBe(true);
      }),
    );
    expect(REJOIN_MS).toBeGreaterThan(0);
  });
});
