import { describe, expect, it } from "vitest";
import { initialRoster, type Roster, type RosterEvent, rosterReducer, stalenessOf } from "./roster-state";
import { buildConference, buildLeg, buildSnapshot } from "./testing";

const ada = buildLeg({ id: "ada", name: "Ada" });
const ben = buildLeg({ id: "ben", name: "Ben" });

const start = (over = {}) => initialRoster(buildSnapshot({ legs: [ada], version: "10", ...over }));
const having = (roster: Roster, ...events: RosterEvent[]) => events.reduce(rosterReducer, roster);
const names = (roster: Roster) => [...roster.legs.values()].map((leg) => leg.name);
const changes = (version: string, over = {}): RosterEvent => ({
  type: "changes",
  changes: { conference: buildConference(), legs: [], gone: [], dialEnds: {}, version, ...over },
});

describe("rosterReducer", () => {
  it("takes joins, changes and leaves in their order", () => {
    const roster = having(
      start(),
      changes("11", { legs: [ben] }),
      changes("12", { legs: [{ ...ada, muted: true }] }),
      changes("13", { gone: ["ben"] }),
    );
    expect(names(roster)).toEqual(["Ada"]);
    expect(roster.legs.get("ada")?.muted).toBe(true);
    expect(roster.version).toBe("13");
  });

  it("ignores a change that comes twice or late, and draws nothing for it", () => {
    const roster = having(start(), changes("12", { gone: ["ada"] }));
    expect(rosterReducer(roster, changes("12", { legs: [ada] }))).toBe(roster);
    expect(rosterReducer(roster, changes("11", { legs: [ada] }))).toBe(roster);
  });

  it("orders versions as numbers, not as text, and beyond what a double can hold", () => {
    expect(names(having(start({ version: "9" }), changes("10", { legs: [ben] })))).toEqual(["Ada", "Ben"]);
    const huge = start({ version: "9007199254740993" });
    expect(rosterReducer(huge, changes("9007199254740992", { legs: [ben] }))).toBe(huge);
  });

  it("takes a leg that is gone in the same change that speaks of it as gone", () => {
    expect(names(having(start(), changes("11", { legs: [ben], gone: ["ben"] })))).toEqual(["Ada"]);
  });

  it("remembers why calls of the meeting are over", () => {
    const roster = having(
      start(),
      changes("11", { dialEnds: { ben: "declined" } }),
      changes("12", { dialEnds: { cal: "unreachable" } }),
    );
    expect(Object.fromEntries(roster.dialEnds)).toEqual({ ben: "declined", cal: "unreachable" });
  });

  it("replaces everything with a snapshot", () => {
    const snapshot = buildSnapshot({ legs: [ben], version: "20" });
    expect(names(having(start(), { type: "snapshot", snapshot }))).toEqual(["Ben"]);
  });

  it("takes from an older snapshot of the same meeting only the state of its source", () => {
    const source = { ok: false, why: "bridge", since: "2026-11-23T09:10:00.000Z" } as const;
    const snapshot = buildSnapshot({ legs: [], version: "3", source });
    const roster = having(start(), { type: "snapshot", snapshot });
    expect(names(roster)).toEqual(["Ada"]);
    expect(roster.source).toEqual(source);
  });

  it("begins anew with the next meeting of the room, whose versions start low again", () => {
    const next = buildConference({ id: "conference-2", startedAt: "2026-11-23T10:00:00.000Z" });
    const roster = having(start(), changes("1", { conference: next, legs: [ben] }));
    expect(roster.conference?.id).toBe("conference-2");
    expect(names(roster)).toEqual(["Ben"]);
  });

  it("does not bring back a meeting that is over", () => {
    const over = buildSnapshot({ conference: null, legs: [], version: "0" });
    const ended = having(start(), { type: "snapshot", snapshot: over });
    expect(ended.conference).toBeNull();
    expect(rosterReducer(ended, changes("14", { legs: [ada] }))).toBe(ended);

    const next = buildConference({ id: "conference-2", startedAt: "2026-11-23T10:00:00.000Z" });
    const running = having(start(), changes("1", { conference: next, legs: [ben] }));
    expect(rosterReducer(running, changes("15", { legs: [ada] }))).toBe(running);
  });
});

describe("stalenessOf", () => {
  const bridgeAway = { ok: false, why: "bridge", since: "2026-11-23T09:10:00.000Z" } as const;

  it("is null while link and source are there, and again when both are back", () => {
    const roster = having(
      start(),
      { type: "link_lost", at: "2026-11-23T09:20:00.000Z" },
      { type: "link_restored" },
    );
    expect(stalenessOf(start())).toBeNull();
    expect(stalenessOf(roster)).toBeNull();
  });

  it("counts a broken link from the first break, not from the last try", () => {
    const roster = having(
      start(),
      { type: "link_lost", at: "2026-11-23T09:20:00.000Z" },
      { type: "link_lost", at: "2026-11-23T09:21:00.000Z" },
    );
    expect(stalenessOf(roster)).toEqual({ why: "stream", since: "2026-11-23T09:20:00.000Z" });
  });

  it("counts from the earlier of the two when link and bridge are both away", () => {
    const roster = having(
      start(),
      { type: "source", source: bridgeAway },
      { type: "link_lost", at: "2026-11-23T09:20:00.000Z" },
    );
    expect(stalenessOf(roster)).toEqual({ why: "stream", since: bridgeAway.since });
    expect(stalenessOf(having(roster, { type: "link_restored" }))).toEqual({
      why: "bridge",
      since: bridgeAway.since,
    });
  });
});
