import { describe, expect, it } from "vitest";
import { atLeast, atMost, below, latencyOf, median, medianLatency, percentile, rounded } from "./figures";

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe("a percentile", () => {
  it("is a value that was measured, whatever the order", () => {
    expect(percentile([30, 10, 20], 0.5)).toBe(20);
    expect(percentile(upTo(100).reverse(), 0.99)).toBe(99);
    expect(percentile(upTo(101), 0.99)).toBe(100);
  });

  it("of everything is the greatest, by number and not by spelling", () => {
    expect(percentile([9, 10, 2], 1)).toBe(10);
    expect(percentile([7], 0.01)).toBe(7);
  });

  it("of nothing is no number, and meets no target", () => {
    expect(percentile([], 0.99)).toBeNaN();
    for (const verdict of [below, atMost, atLeast]) expect(verdict("p99", 1, Number.NaN).met).toBe(false);
  });
});

describe("a median", () => {
  it("is the middle, or between the two in the middle", () => {
    expect(median([100, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it("leaves the values as they were", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("latencies", () => {
  it("are summed up by round, then over the rounds", () => {
    const rounds = [latencyOf(upTo(100)), latencyOf(upTo(200)), latencyOf([1000])];
    expect(rounds[0]).toEqual({ p50Ms: 50, p99Ms: 99, maxMs: 100 });
    expect(medianLatency(rounds)).toEqual({ p50Ms: 100, p99Ms: 198, maxMs: 200 });
  });

  it("are given to three digits", () => {
    expect([rounded(0.123_456), rounded(12.345), rounded(98_765)]).toEqual([0.123, 12.3, 98_800]);
  });
});

it("judges by the measurement, not by what is left of it after rounding", () => {
  expect(below("p99", 250, 249.99).met).toBe(true);
  expect(below("p99", 250, 250).met).toBe(false);
  expect(atMost("ratio", 2, 2).met).toBe(true);
  expect(atLeast("ratio", 0.5, 0.4999)).toEqual({
    what: "ratio",
    target: "at least 0.5",
    reached: 0.5,
    met: false,
  });
});
