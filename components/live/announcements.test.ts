import { expect, it } from "vitest";
import { trafficBetween } from "./announcements";
import { buildPerson } from "./testing";

const byKey = (...people: ReturnType<typeof buildPerson>[]) => new Map(people.map((p) => [p.key, p]));

const ada = buildPerson({ key: "ada", name: "Ada" });
const ben = buildPerson({ key: "ben", name: "", address: "ben@acme.vc.example" });
const wim = buildPerson({ key: "wim", name: "Wim", place: "lobby" });

it("tells who joined, left, and arrived in the lobby", () => {
  expect(trafficBetween(byKey(ada), byKey(ben, wim))).toEqual({
    joined: ["ben@acme.vc.example"],
    left: ["Ada"],
    lobby: ["Wim"],
  });
});

it("tells of somebody admitted as joining, and of a mute as nothing", () => {
  const admitted = { ...wim, place: "meeting" as const };
  expect(trafficBetween(byKey(ada, wim), byKey({ ...ada, muted: true }, admitted))).toEqual({
    joined: ["Wim"],
    left: [],
    lobby: [],
  });
});

it("leaves streams and people on their way out", () => {
  const quiet = byKey(buildPerson({ kind: "stream" }), buildPerson({ place: "connecting" }));
  expect(trafficBetween(new Map(), quiet)).toEqual({ joined: [], left: [], lobby: [] });
});
