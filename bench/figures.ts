/** The smallest value that at least this share (0 to 1) of all values does not exceed (nearest rank). NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle value, or the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Three significant digits: what a run can promise. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

export type Latency = { p50Ms: number; p99Ms: number; maxMs: number };

/** A set of latencies in milliseconds, summed up. */
export const latencyOf = (valuesMs: readonly number[]): Latency => ({
  p50Ms: rounded(percentile(valuesMs, 0.5)),
  p99Ms: rounded(percentile(valuesMs, 0.99)),
  maxMs: rounded(percentile(valuesMs, 1)),
});

/** Several rounds of one measurement: the median of each figure. */
export const medianLatency = (rounds: readonly Latency[]): Latency => ({
  p50Ms: rounded(median(rounds.map((round) => round.p50Ms))),
  p99Ms: rounded(median(rounds.map((round) => round.p99Ms))),
  maxMs: rounded(median(rounds.map((round) => round.maxMs))),
});

/** A measurement held against its target. */
export type Verdict = { what: string; target: string; reached: number; met: boolean };

export const atLeast = (what: string, target: number, reached: number): Verdict => ({
  what,
  target: `at least ${target}`,
  reached: rounded(reached),
  met: reached >= target,
});

export const atMost = (what: string, target: number, reached: number): Verdict => ({
  what,
  target: `at most ${target}`,
  reached: rounded(reached),
  met: reached <= target,
});

export const below = (what: string, target: number, reached: number): Verdict => ({
  what,
  target: `below ${target}`,
  reached: rounded(reached),
  met: reached < target,
});
