import { randomBytes, randomUUID } from "node:crypto";

/**
 * Chance that can be repeated. With the same seed the same calls give the same values (mulberry32), so that a load or a
 * test can be run again exactly. Secrets never come from here: see {@link newToken}.
 */
export class Chance {
  private state: number;
  private readonly isRepeatable: boolean;

  /** @param seed any integer; without one, each start differs. */
  constructor(seed?: number) {
    this.isRepeatable = seed !== undefined;
    this.state = (seed ?? randomBytes(4).readUInt32LE()) >>> 0;
  }

  /** A number from 0 up to, but without, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** True in the given share (0 to 1) of calls. */
  happens(share: number): boolean {
    return this.next() < share;
  }

  /** @throws {RangeError} for an empty list. */
  pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.next() * list.length)];
    if (found === undefined) throw new RangeError("Nothing to pick from");
    return found;
  }

  /** The same members in another order. */
  shuffled<T>(list: readonly T[]): T[] {
    const keyed = list.map((value) => ({ value, key: this.next() }));
    return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
  }

  /** A version 4 UUID. Unique over all starts unless there is a seed: portals keep identifiers for long. */
  uuid(): string {
    if (!this.isRepeatable) return randomUUID();
    const hex = this.hex(32);
    const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) & 3] ?? "8";
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  private hex(length: number): string {
    let text = "";
    while (text.length < length)
      text += Math.floor(this.next() * 2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return text.slice(0, length);
  }
}

/** A secret nobody can guess, repeatable or not: tokens of clients. */
export const newToken = (): string => randomBytes(24).toString("hex");
