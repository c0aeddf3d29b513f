import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { note, type Sequence } from "./sequence";

const fold = (seqs: number[], from: Sequence | null = null) =>
  seqs.reduce<Sequence | null>((known, seq) => note(known, { seq, time: 100 + seq, isStart: false }), from);

describe("sequence numbers of a node", () => {
  it("knows exactly which numbers have not come, in whatever order and how often the others did", () => {
    const start: Sequence = { startedAt: 100, last: 0, missing: [] };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 80 }), (seqs) => {
        const known = fold(seqs, start);
        const missing = known?.missing.flatMap(([from, to]) =>
          Array.from({ length: to - from + 1 }, (_, i) => from + i),
        );
        const expected = Array.from({ length: Math.max(...seqs) }, (_, i) => i + 1).filter(
          (n) => !seqs.includes(n),
        );
        expect(missing?.sort((a, b) => a - b)).toEqual(expected);
      }),
    );
  });

  it("does not call it a gap that we came in late", () => {
    expect(fold([412, 413])).toMatchObject({ last: 413, missing: [] });
  });

  it("begins anew with the sink, and ignores what came from before", () => {
    const restarted = note(fold([7, 9]), { seq: 1, time: 1000, isStart: true });
    expect(restarted).toEqual({ startedAt: 1000, last: 1, missing: [] });
    expect(note(restarted, { seq: 8, time: 108, isStart: false })).toBe(restarted);
  });
});
