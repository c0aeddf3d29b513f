/** Seconds since 1970 in UTC with a fraction, the time format of event sink and client API. */
export const unixNow = (): number => Date.now() / 1000;

/** The management API's time format: UTC, ISO 8601 without a zone, microseconds (`2026-01-01T00:00:34.102000`). */
export function isoMicros(unixSeconds: number): string {
  const micros = Math.round(unixSeconds * 1_000_000);
  const whole = new Date(Math.floor(micros / 1_000_000) * 1000).toISOString().slice(0, 19);
  return `${whole}.${String(micros % 1_000_000).padStart(6, "0")}`;
}

/** Waits without keeping the process alive; resolves early when the signal is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
  });
}
