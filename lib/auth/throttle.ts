import { createHash } from "node:crypto";
import { pool } from "../db";
import { Hour, Minute } from "../time";

/** At most `max` tries in any one window of `windowMs`. Windows are fixed, so the worst case is twice `max` at a border. */
type Limit = { name: string; max: number; windowMs: number };

/**
 * What guessing is held to. Counters are rows: they hold over portal instances and restarts.
 * The figures are those of NIST SP 800-63B-4 (3.2.2), stricter.
 */
const limits = {
  account: [
    { name: "account.quarter", max: 10, windowMs: 15 * Minute.ms },
    { name: "account.day", max: 100, windowMs: 24 * Hour.ms },
  ],
  address: [{ name: "address.hour", max: 100, windowMs: Hour.ms }],
  /** An account, from a browser that its owner has used: strangers cannot use these up. */
  device: [
    { name: "device.quarter", max: 10, windowMs: 15 * Minute.ms },
    { name: "device.day", max: 100, windowMs: 24 * Hour.ms },
  ],
  /** Wrong codes of a second factor, of one account over all its sign-ins. */
  factor: [{ name: "factor.hour", max: 10, windowMs: Hour.ms }],
  /** Mails that a stranger can have sent: to one account, and from one address. */
  mailAccount: [{ name: "mail.account.hour", max: 5, windowMs: Hour.ms }],
  mailAddress: [{ name: "mail.address.hour", max: 30, windowMs: Hour.ms }],
} satisfies Record<string, Limit[]>;

export type ThrottleKind = keyof typeof limits;

// Addresses and account names are personal data; the counter works as well with their digest.
const keyOf = (limit: Limit, subject: string) =>
  `${limit.name}:${createHash("sha256").update(subject).digest("base64url").slice(0, 22)}`;

/** What {@link countTry} found: go on, or come back after so many seconds. */
export type Throttled =
  | { allowed: true }
  // `isFirst`: the first try over a limit in its window.
  | { allowed: false; retryAfterSeconds: number; isFirst: boolean };

/**
 * Counts one try against all limits of a kind, in one statement, so that parallel tries cannot slip past each other.
 * Call it before the costly or revealing work, and {@link forgetTries} after a success.
 */
export async function countTry(kind: ThrottleKind, subject: string, now = Date.now()): Promise<Throttled> {
  const rows = limits[kind].map((limit) => {
    const start = Math.floor(now / limit.windowMs) * limit.windowMs;
    return {
      key: keyOf(limit, subject),
      start: new Date(start),
      end: new Date(start + limit.windowMs),
      max: limit.max,
    };
  });
  const { rows: counted } = await pool().query<{ key: string; count: number }>(
    `INSERT INTO "Throttle" ("key", "windowStart", "windowEnd", "count")
     SELECT key, start, "end", 1 FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS t(key, start, "end")
     ON CONFLICT ("key", "windowStart") DO UPDATE SET "count" = "Throttle"."count" + 1
     RETURNING "key", "count"`,
    [rows.map((r) => r.key), rows.map((r) => r.start), rows.map((r) => r.end)],
  );
  const over = (row: { key: string; max: number }) =>
    (counted.find((c) => c.key === row.key)?.count ?? 0) - row.max;
  const full = rows.filter((row) => over(row) > 0);
  if (full.length === 0) return { allowed: true };
  const until = Math.max(...full.map((row) => row.end.getTime()));
  const isFirst = full.some((row) => over(row) === 1);
  return { allowed: false, retryAfterSeconds: Math.ceil((until - now) / 1000), isFirst };
}

/** A success clears the account's counters (not the address's: one good account must not pay for guessing at others). */
export async function forgetTries(kind: ThrottleKind, subject: string): Promise<void> {
  const keys = limits[kind].map((limit) => keyOf(limit, subject));
  await pool().query(`DELETE FROM "Throttle" WHERE "key" = ANY($1)`, [keys]);
}

/** Removes counters whose window is over. Run by the worker. */
export async function purgeThrottle(): Promise<number> {
  const { rowCount } = await pool().query(`DELETE FROM "Throttle" WHERE "windowEnd" < now()`);
  return rowCount ?? 0;
}
