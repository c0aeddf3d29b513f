/** What a management node answers in one period; beyond it requests are turned away with 429. */
const requestsMax = 1_000;
const periodMs = 60_000;

/** Counts requests over a sliding minute. */
export class RateLimit {
  private readonly times: number[] = [];
  private first = 0;

  constructor(
    private readonly max: number = requestsMax,
    private readonly now: () => number = Date.now,
  ) {}

  /** @returns false when this request is one too many; it is not counted then. */
  allows(): boolean {
    const since = this.now() - periodMs;
    while (this.first < this.times.length && (this.times[this.first] ?? 0) <= since) this.first += 1;
    if (this.times.length - this.first >= this.max) return false;
    this.times.push(this.now());
    if (this.first > this.max) {
      this.times.splice(0, this.first);
      this.first = 0;
    }
    return true;
  }
}
