import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../errors";
import { Minute } from "../../time";

/**
 * Spreads requests: at most `perMinute`, with a burst of a second's worth and ten (reference: Pexip management API,
 * 1,000 requests a minute for the whole node, 429 beyond).
 */
export function pace(perMinute: number, now: () => number = Date.now) {
  const everyMs = Minute.ms / Math.max(1, perMinute);
  const burst = 10 + Math.ceil(perMinute / 60);
  let freeAt = 0; // when all of the burst is free again
  /** Waits for a place. @throws {AppError} `bridge_unavailable` when it would take longer than `patienceMs` */
  return async (patienceMs: number): Promise<void> => {
    const at = now();
    freeAt = Math.max(freeAt, at) + everyMs;
    const waitMs = freeAt - at - burst * everyMs;
    if (waitMs <= 0) return;
    if (waitMs > patienceMs) {
      freeAt -= everyMs;
      throw new AppError("bridge_unavailable", "too many requests under way");
    }
    await sleep(waitMs);
  };
}
