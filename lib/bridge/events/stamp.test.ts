import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merge, type Stamped, stampOf, unspoken } from "./stamp";

describe("stampOf", () => {
  it("sorts as time, then sequence, then node", () => {
    const instant = fc.record({
      time: fc.double({ min: 0, max: 4e9, noNaN: true }).map((t) => Math.round(t * 1e6) / 1e6),
      seq: fc.nat(1e9),
      node: fc.constantFrom("10.0.0.1", "10.0.0.2"),
    });
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const [x, y] = [stampOf(a.time, a.seq, a.node), stampOf(b.time, b.seq, b.node)];
        if (a.time !== b.time) expect(x < y).toBe(a.time < b.time);
        else if (a.seq !== b.seq) expect(x < y).toBe(a.seq < b.seq);
      }),
    );
  });
});

describe("merge", () => {
  const defaults = { name: "", muted: false, role: "unknown" };
  const said = fc.record({
    stamp: fc.nat(50).map((n) => stampOf(n, n, "n")),
    fields: fc.record(
      { name: fc.constantFrom("Ann", "Ben"), muted: fc.boolean(), role: fc.constantFrom("chair", "guest") },
      { requiredKeys: [] },
    ),
  });
  const fold = (all: { stamp: string; fields: Partial<typeof defaults> }[]) =>
    all.reduce<Stamped<typeof defaults>>(
      (known, one) => merge(known, one.fields, one.stamp),
      unspoken(defaults),
    );

  it("comes to the same end for every order and repetition of partial events", () => {
    // One stamp belongs to one event: what differs under one stamp is not the same event twice.
    const events = fc.uniqueArray(said, { selector: (one) => one.stamp, minLength: 1, maxLength: 8 });
    const shuffled = events.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
    );
    fc.assert(
      fc.property(shuffled, ([inOrder, mixed]) => {
        expect(fold(mixed)).toEqual(fold(inOrder));
      }),
    );
  });

  it("keeps a newer word against an older one that comes late, and takes what only the older one said", () => {
    const known = merge(unspoken(defaults), { role: "chair" }, stampOf(3, 3, "n"));
    const late = merge(known, { role: "guest", name: "Ann" }, stampOf(2, 2, "n"));
    expect(late.fields).toEqual({ name: "Ann", muted: false, role: "chair" });
  });
});
