import { createHash } from "node:crypto";
import { db, pool } from "../db";
import { Prisma } from "../generated/prisma/client";
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
  /** Codes of a second factor, of one account over all its sign-ins. They wait as well: {@link waits}. */
  factor: [
    { name: "factor.hour", max: 10, windowMs: Hour.ms },
    { name: "factor.day", max: 30, windowMs: 24 * Hour.ms },
  ],
  /** Mails that a stranger can have sent: to one account, and from one address. */
  mailAccount: [{ name: "mail.account.hour", max: 5, windowMs: Hour.ms }],
  mailAddress: [{ name: "mail.address.hour", max: 30, windowMs: Hour.ms }],
  /** Mails to guests: those of one organizer, and those to one address, whoever invites it. */
  guestMail: [
    { name: "mail.guest.hour", max: 100, windowMs: Hour.ms },
    { name: "mail.guest.day", max: 300, windowMs: 24 * Hour.ms },
  ],
  guestMailTo: [{ name: "mail.guest.to.day", max: 30, windowMs: 24 * Hour.ms }],
  /** Requests that an organization has us make to hosts of its choice: metadata, and DNS. */
  metadata: [{ name: "metadata.quarter", max: 10, windowMs: 15 * Minute.ms }],
  domain: [{ name: "domain.quarter", max: 30, windowMs: 15 * Minute.ms }],
  /** One-time rooms that one person makes. */
  oneTimeRoom: [{ name: "room.one_time.hour", max: 60, windowMs: Hour.ms }],
  /** Calls that one person has meetings make: telephone calls cost, and a stolen session must not run up a bill. */
  dial: [{ name: "dial.hour", max: 60, windowMs: Hour.ms }],
  /** Requests to identity providers that one address begins: a whole company may be behind it. */
  ssoBeginning: [{ name: "sso.beginning.quarter", max: 500, windowMs: 15 * Minute.ms }],
  /** Refused answers of an identity provider that the audit log names: from one address, and for an organization. */
  refusedAnswer: [{ name: "sso.refused.address.hour", max: 20, windowMs: Hour.ms }],
  refusedAnswers: [{ name: "sso.refused.organization.hour", max: 100, windowMs: Hour.ms }],
} satisfies Record<string, Limit[]>;

export type ThrottleKind = keyof typeof limits;

/**
 * Waits that double: after the `free`-th try in a row, and after each later one. The row is forgotten after a success, or
 * `forgetMs` after its first try.
 */
type Waits = { name: string; free: number; firstMs: number; maxMs: number; forgetMs: number };

const waits: Partial<Record<ThrottleKind, Waits>> = {
  factor: { name: "factor.wait", free: 5, firstMs: Minute.ms, maxMs: Hour.ms, forgetMs: 24 * Hour.ms },
};

// Addresses and account names are personal data; the counter works as well with their digest.
const keyOf = (limit: Pick<Limit, "name">, subject: string) =>
  `${limit.name}:${createHash("sha256").update(subject).digest("base64url").slice(0, 22)}`;

/** What {@link countTry} found: go on, or come back after so many seconds. */
export type Throttled =
  // `tries`: those in a row, this one included, of a kind that has waits; else 0.
  { allowed: true; tries: number } | Refused;

// `isFirst`: the first try over a limit in its window.
type Refused = { allowed: false; retryAfterSeconds: number; isFirst: boolean };

/**
 * Counts one try against all limits of a kind, in one statement each for its waits and its windows, so that parallel
 * tries cannot slip past each other. Call it before the costly or revealing work, and {@link forgetTries} after a success.
 */
export async function countTry(kind: ThrottleKind, subject: string, now = Date.now()): Promise<Throttled> {
  const waiting = waits[kind];
  const waited = waiting ? await countWait(waiting, subject, now) : { allowed: true as const, tries: 0 };
  if (!waited.allowed) return waited;
  const counted = await countTries([{ kind, subject }], now);
  return counted.allowed ? waited : counted;
}

/** A try at something, to be held to the windows of its kind. */
export type Try = { kind: ThrottleKind; subject: string };

/**
 * Counts tries in one statement, each only when all before it are allowed: whoever is refused as a caller uses up nobody's
 * account. Windows only, no waits.
 * @returns of a refused one its kind, too
 */
export async function countTries(
  tries: Try[],
  now = Date.now(),
): Promise<{ allowed: true } | (Refused & { kind: ThrottleKind })> {
  const steps = tries.map(({ kind, subject }) => limits[kind].map((limit) => windowOf(limit, subject, now)));
  const { text, values } = counting(steps);
  const query = { name: `throttle.count.${steps.length}`, text, values };
  const { rows } = await pool().query<{ key: string; count: number }>(query);
  const counts = new Map(rows.map(({ key, count }) => [key, count]));
  const over = ({ key, max }: Window) => (counts.get(key) ?? 0) - max;
  for (const [step, windows] of steps.entries()) {
    const full = windows.filter((window) => over(window) > 0);
    if (full.length === 0) continue;
    const until = Math.max(...full.map(({ end }) => end.getTime()));
    return {
      allowed: false,
      kind: tries[step]?.kind as ThrottleKind,
      retryAfterSeconds: Math.ceil((until - now) / 1000),
      isFirst: full.some((window) => over(window) === 1),
    };
  }
  return { allowed: true };
}

type Window = { key: string; start: Date; end: Date; max: number };

function windowOf(limit: Limit, subject: string, now: number): Window {
  const start = Math.floor(now / limit.windowMs) * limit.windowMs;
  const end = new Date(start + limit.windowMs);
  return { key: keyOf(limit, subject), start: new Date(start), end, max: limit.max };
}

/** The statement that counts tries, step by step. Step and windows are those of one try. */
function counting(steps: Window[][]): Prisma.Sql {
  const counted = steps.map((windows, step) => {
    const before = steps[step - 1];
    return Prisma.sql`${name(step)} AS (
      INSERT INTO "Throttle" ("key", "windowStart", "windowEnd", "count")
      SELECT "key", "start", "end", 1
      FROM unnest(${windows.map(({ key }) => key)}::text[], ${windows.map(({ start }) => start)}::timestamptz[],
                  ${windows.map(({ end }) => end)}::timestamptz[]) AS t("key", "start", "end")
      WHERE ${before ? isAllowed(before, step - 1) : true}
      ON CONFLICT ("key", "windowStart") DO UPDATE SET "count" = "Throttle"."count" + 1
      RETURNING "key", "count")`;
  });
  const all = steps.map((_, step) => Prisma.sql`SELECT "key", "count" FROM ${name(step)}`);
  return Prisma.sql`WITH ${Prisma.join(counted)} ${Prisma.join(all, " UNION ALL ")}`;
}

const name = (step: number) => Prisma.raw(`step${step}`);

/** A step that was not counted has no rows, so that none after it is counted either. */
const isAllowed = (windows: Window[], step: number) => Prisma.sql`
  ${windows.length} = (
    SELECT count(*)
    FROM unnest(${windows.map(({ key }) => key)}::text[], ${windows.map(({ max }) => max)}::int[]) AS l("key", "max")
    JOIN ${name(step)} USING ("key") WHERE "count" <= "max")`;

/** Counts a try unless the one before it still has to be waited for; that wait is not made longer by asking. */
async function countWait(wait: Waits, subject: string, now: number): Promise<Throttled> {
  const key = keyOf(wait, subject);
  const { rows } = await pool().query<{ count: number }>(
    `INSERT INTO "Throttle" AS t ("key", "windowStart", "windowEnd", "count")
     VALUES ($1, to_timestamp(0), $2::timestamptz + make_interval(secs => $3), 1)
     ON CONFLICT ("key", "windowStart") DO UPDATE SET
       "count" = CASE WHEN t."windowEnd" > $2 THEN t."count" + 1 ELSE 1 END,
       "windowEnd" = CASE WHEN t."windowEnd" > $2 THEN t."windowEnd" ELSE EXCLUDED."windowEnd" END,
       "waitUntil" = CASE WHEN t."windowEnd" > $2 AND t."count" + 1 >= $4 THEN
         $2::timestamptz + make_interval(secs => least($5 * 2 ^ (t."count" + 1 - $4), $6)) END
     WHERE t."waitUntil" IS NULL OR t."waitUntil" <= $2
     RETURNING "count"`,
    [key, new Date(now), wait.forgetMs / 1000, wait.free, wait.firstMs / 1000, wait.maxMs / 1000],
  );
  if (rows[0]) return { allowed: true, tries: rows[0].count };
  const { rows: waiting } = await pool().query<{ waitUntil: Date }>(
    `SELECT "waitUntil" FROM "Throttle" WHERE "key" = $1 AND "waitUntil" > $2`,
    [key, new Date(now)],
  );
  // Gone between the two: a success forgot it, and the next try is free.
  const until = waiting[0]?.waitUntil.getTime() ?? now + 1000;
  return { allowed: false, retryAfterSeconds: Math.ceil((until - now) / 1000), isFirst: false };
}

/** A success clears the account's counters (not the address's: one good account must not pay for guessing at others). */
export async function forgetTries(kind: ThrottleKind, subject: string): Promise<void> {
  await db().$executeRaw(forgettingTries([{ kind, subject }]));
}

/** The statement of {@link forgetTries}, for a sign-in that writes all it has to in one. */
export function forgettingTries(tries: Try[]): Prisma.Sql {
  const keys = tries.flatMap(({ kind, subject }) =>
    [...limits[kind], ...(waits[kind] ? [waits[kind]] : [])].map((limit) => keyOf(limit, subject)),
  );
  return Prisma.sql`DELETE FROM "Throttle" WHERE "key" = ANY(${keys}::text[])`;
}

/** Removes counters whose window is over. Run by the worker. */
export async function purgeThrottle(): Promise<number> {
  const { rowCount } = await pool().query(
    `DELETE FROM "Throttle" WHERE "windowEnd" < now() AND ("waitUntil" IS NULL OR "waitUntil" < now())`,
  );
  return rowCount ?? 0;
}
