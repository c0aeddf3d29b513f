import { describe, expect, it } from "vitest";
import { countsOf, type FilterName, groupOf, reusing, type ViewChoice, viewOf } from "./roster-view";
import { buildPerson } from "./testing";

const host = buildPerson({ key: "host", name: "Hanna Host", role: "host" });
const guest = buildPerson({ key: "guest", name: "Gus Guest", joinedAt: "2026-11-23T09:05:00.000Z" });
const phone = buildPerson({
  key: "phone",
  name: "+46 8 123",
  kind: "telephone",
  onNet: false,
  encrypted: false,
  joinedAt: "2026-11-23T08:59:00.000Z",
});
const plain = buildPerson({
  key: "plain",
  name: "Boardroom",
  kind: "sip_h323",
  onNet: false,
  encrypted: false,
});
const waiting = buildPerson({
  key: "waiting",
  name: "Wim",
  place: "lobby",
  kind: "telephone",
  encrypted: false,
});
const typing = buildPerson({ key: "typing", name: "Tia", place: "pin", role: "unknown", joinedAt: null });
const stream = buildPerson({ key: "stream", name: "Web cast", kind: "stream", encrypted: false });
const all = [stream, typing, guest, host, phone, plain, waiting];

const view = (over: Partial<ViewChoice> = {}) =>
  viewOf(all, { query: "", filters: new Set<FilterName>(), sort: "name", ...over });
const shown = (over: Partial<ViewChoice> = {}) => view(over).flatMap((g) => g.people.map((p) => p.key));

describe("viewOf", () => {
  it("puts people into groups, in the order of what needs the host first", () => {
    expect(view().map((g) => [g.name, g.people.map((p) => p.key)])).toEqual([
      ["lobby", ["waiting"]],
      ["attention", ["phone", "plain"]],
      ["hosts", ["host"]],
      ["guests", ["guest"]],
      ["arriving", ["typing"]],
      ["streams", ["stream"]],
    ]);
  });

  it("asks for attention to a host whose call is not encrypted, too", () => {
    expect(groupOf({ ...host, encrypted: false })).toBe("attention");
  });

  it("does not call a leg unencrypted that has no sound or picture yet", () => {
    expect(groupOf({ ...guest, encrypted: false, hasMedia: false })).toBe("guests");
  });

  it("narrows with each filter", () => {
    expect(shown({ filters: new Set(["unencrypted"]) })).toEqual(["phone", "plain"]);
    expect(shown({ filters: new Set(["telephone"]) })).toEqual(["waiting", "phone"]);
    expect(shown({ filters: new Set(["telephone", "lobby"]) })).toEqual(["waiting"]);
    expect(shown({ filters: new Set(["guests", "unencrypted"]) })).toEqual(["phone", "plain"]);
  });

  it("finds every word in name or address, in any case and width", () => {
    expect(shown({ query: "HANNA host" })).toEqual(["host"]);
    expect(shown({ query: "ｈａｎｎａ" })).toEqual(["host"]);
    expect(shown({ query: "@acme.vc.example gus" })).toEqual(["guest"]);
    expect(shown({ query: "nobody" })).toEqual([]);
  });

  it("sorts within a group by name, by the time of joining, by kind of call", () => {
    const attention = (sort: ViewChoice["sort"]) => view({ sort })[1]?.people.map((p) => p.key);
    expect(attention("name")).toEqual(["phone", "plain"]);
    expect(attention("joined")).toEqual(["phone", "plain"]);
    expect(attention("kind")).toEqual(["plain", "phone"]);
  });

  it("counts numbers in names as numbers, and puts those not connected last", () => {
    const people = ["Room 10", "Room 9"].map((name) => buildPerson({ name }));
    const [byName] = viewOf(people, { query: "", filters: new Set(), sort: "name" });
    expect(byName?.people.map((p) => p.name)).toEqual(["Room 9", "Room 10"]);

    const joins = [buildPerson({ name: "A", joinedAt: null }), buildPerson({ name: "B" })];
    const [byJoin] = viewOf(joins, { query: "", filters: new Set(), sort: "joined" });
    expect(byJoin?.people.map((p) => p.name)).toEqual(["B", "A"]);
  });
});

it("countsOf counts people inside, not streams, not those on their way", () => {
  expect(countsOf(all)).toEqual({ inside: 4, unencrypted: 2, telephone: 2, lobby: 1, guests: 4 });
});

it("reusing keeps the object of somebody who did not change", () => {
  const before = new Map(all.map((p) => [p.key, p]));
  const [first, second] = reusing(before, [
    { ...guest, legIds: [...guest.legIds] },
    { ...host, muted: true },
  ]);
  expect(first).toBe(guest);
  expect(second).not.toBe(host);
});
