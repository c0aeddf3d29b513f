import type { Actor, Person } from "../access";
import { db } from "../db";
import { env } from "../env";
import { Prisma } from "../generated/prisma/client";
import type { Role } from "../generated/prisma/enums";
import { Day, Hour, Minute } from "../time";
import { digestOf, newToken } from "./token";

/** Lifetimes in milliseconds: without use, and at the most. "Keep me logged in" chooses the second pair. */
const LIFETIME = {
  browser: { idleMs: Hour.ms, maxMs: 12 * Hour.ms },
  persistent: { idleMs: 14 * Day.ms, maxMs: 30 * Day.ms },
};

/** A use is written down at most this often: a page that asks ten times costs one write. */
const TOUCH_EVERY_MS = Minute.ms;

/** Channel on which the end of a person's sessions is told; the payload is the user id. */
export const SESSIONS_CHANGED = "sessions_changed";

/** Name of next-auth's session cookie; `__Secure-` makes browsers insist on HTTPS (RFC 6265bis, 4.1.3.1). */
export const sessionCookieName = () =>
  env().PUBLIC_URL.startsWith("https:") ? "__Secure-next-auth.session-token" : "next-auth.session-token";

/** What a page may know of the signed-in person. */
export type Viewer = {
  actor: Person;
  sessionId: string;
  email: string;
  displayName: string;
  videoAddress: string | null;
  locale: string | null;
  timeZone: string | null;
  organizationName: string | null;
  /** The reseller's: of the organization, or of the reseller's own staff. */
  partnerName: string | null;
  /** When the person last proved who they are in this session: {@link requireProof}. */
  provenAt: Date;
};

export type LiveSession = { viewer: Viewer; expires: Date };

/** A session cookie to be set. `expires` is absent for one that ends with the browser. */
export type SessionCookie = { name: string; value: string; expires?: Date };

/** Where a request came from, as the portal's server determined it. */
export type Origin = {
  remoteAddress: string | null;
  userAgent: string | null;
  /** Token of the browser's device cookie, if it has one (lib/auth/known-device.ts). */
  deviceToken?: string | null;
};

/** How a session came about. */
export type SessionFacts = {
  /** First factor. */
  method: "password" | "saml" | "activation" | "recovery";
  /** Second factor, when one was asked for. */
  secondFactor?: "totp" | "passkey" | "recovery_code" | null;
  persistent: boolean;
  /** When the person proved who they are; absent for just now. */
  provenAt?: Date;
  /** What the identity provider calls this session, for single logout. */
  saml?: { nameId: string; nameIdFormat: string | null; sessionIndex: string | null } | null;
} & Omit<Origin, "deviceToken">;

/** A new session: the statement that inserts its row, and the cookie that opens it. */
export function newSession(userId: string, how: SessionFacts): { insert: Prisma.Sql; cookie: SessionCookie } {
  const token = newToken();
  const now = Date.now();
  const lifetime = how.persistent ? LIFETIME.persistent : LIFETIME.browser;
  const expiresAt = new Date(now + lifetime.maxMs);
  const insert = Prisma.sql`
    INSERT INTO "Session" ("id", "tokenHash", "userId", "idleExpiresAt", "expiresAt", "method", "secondFactor", "persistent",
                           "provenAt", "remoteAddress", "userAgent", "samlNameId", "samlNameIdFormat", "samlSessionIndex")
    VALUES (gen_random_uuid(), ${digestOf(token)}, ${userId}::uuid, ${new Date(now + lifetime.idleMs)}, ${expiresAt},
            ${how.method}, ${how.secondFactor ?? null}, ${how.persistent}, ${how.provenAt ?? new Date(now)},
            ${how.remoteAddress}, ${how.userAgent?.slice(0, 300) ?? null}, ${how.saml?.nameId ?? null},
            ${how.saml?.nameIdFormat ?? null}, ${how.saml?.sessionIndex ?? null})`;
  const cookie = { name: sessionCookieName(), value: token, ...(how.persistent && { expires: expiresAt }) };
  return { insert, cookie };
}

/**
 * Makes a session for somebody whose identity is proven. People get theirs through {@link passFirstFactor}, which asks
 * for the second factor where one is owed. The token is new at every sign-in, so none can be fixed before.
 */
export async function createSession(userId: string, how: SessionFacts): Promise<SessionCookie> {
  const { insert, cookie } = newSession(userId, how);
  await db().$executeRaw(insert);
  return cookie;
}

const actorOf: Record<
  Role,
  (u: { id: string; organizationId: string | null; partnerId: string | null }) => Person | null
> = {
  USER: (u) => (u.organizationId ? { kind: "user", userId: u.id, organizationId: u.organizationId } : null),
  ORG_ADMIN: (u) =>
    u.organizationId ? { kind: "org_admin", userId: u.id, organizationId: u.organizationId } : null,
  PARTNER_AGENT: (u) =>
    u.partnerId ? { kind: "partner", userId: u.id, partnerId: u.partnerId, canManage: false } : null,
  PARTNER_ADMIN: (u) =>
    u.partnerId ? { kind: "partner", userId: u.id, partnerId: u.partnerId, canManage: true } : null,
  OPERATOR: (u) => ({ kind: "operator", userId: u.id }),
};

/** Who somebody is to the rules of access; null for an account that belongs nowhere. */
export const personOf = (user: Parameters<(typeof actorOf)[Role]>[0] & { role: Role }): Person | null =>
  actorOf[user.role](user);

/** The session of a cookie's token, or null when it is unknown, revoked, unused for too long, at its end, or of a closed account. */
export async function findSession(token: string): Promise<LiveSession | null> {
  const now = new Date();
  const row = await db().session.findUnique({
    where: { tokenHash: digestOf(token) },
    include: {
      user: {
        include: {
          organization: { select: { name: true, partner: { select: { name: true } } } },
          partner: { select: { name: true } },
        },
      },
    },
  });
  if (!row || row.expiresAt <= now || row.idleExpiresAt <= now || row.user.state !== "ACTIVE") return null;
  const actor = personOf(row.user);
  if (!actor) return null;
  if (now.getTime() - row.lastUsedAt.getTime() > TOUCH_EVERY_MS) await touch(row.id, row.persistent, now);
  const { user } = row;
  return {
    expires: new Date(Math.min(row.idleExpiresAt.getTime(), row.expiresAt.getTime())),
    viewer: {
      actor,
      sessionId: row.id,
      email: user.email,
      displayName: user.displayName,
      videoAddress: user.videoAddress,
      locale: user.locale,
      timeZone: user.timeZone,
      organizationName: user.organization?.name ?? null,
      partnerName: (user.organization?.partner ?? user.partner)?.name ?? null,
      provenAt: row.provenAt,
    },
  };
}

async function touch(sessionId: string, persistent: boolean, now: Date): Promise<void> {
  const { idleMs } = persistent ? LIFETIME.persistent : LIFETIME.browser;
  await db().session.updateMany({
    where: { id: sessionId },
    data: { lastUsedAt: now, idleExpiresAt: new Date(now.getTime() + idleMs) },
  });
}

/** Which of these sessions are still good. For long-lived streams, which prove their sessions together. */
export async function stillValid(sessionIds: string[]): Promise<Set<string>> {
  const now = new Date();
  const rows = await db().session.findMany({
    where: {
      id: { in: sessionIds },
      expiresAt: { gt: now },
      idleExpiresAt: { gt: now },
      user: { state: "ACTIVE" },
    },
    select: { id: true },
  });
  return new Set(rows.map((row) => row.id));
}

/** Ends one session, at once and everywhere. Unknown tokens are no error: the person is signed out either way. */
export async function endSession(token: string): Promise<void> {
  await db().$queryRaw`
    WITH gone AS (DELETE FROM "Session" WHERE "tokenHash" = ${digestOf(token)} RETURNING "userId")
    SELECT pg_notify(${SESSIONS_CHANGED}, "userId"::text)::text FROM gone`;
}

/**
 * Ends a person's sessions, at once and everywhere.
 * @param except id of a session that stays: the one in which the person asked for it
 * @returns how many ended
 */
export async function endSessionsOf(
  userId: string,
  except: string | null = null,
  via: Prisma.TransactionClient = db(),
): Promise<number> {
  const [{ count } = { count: 0 }] = await via.$queryRaw<{ count: number }[]>`
    WITH gone AS (DELETE FROM "Session" WHERE "userId" = ${userId}::uuid AND "id" IS DISTINCT FROM ${except}::uuid
                  RETURNING "userId"),
         told AS (SELECT pg_notify(${SESSIONS_CHANGED}, ${userId}) WHERE EXISTS (SELECT 1 FROM gone))
    SELECT (SELECT count(*) FROM gone)::int AS count, (SELECT count(*) FROM told)::int AS told`;
  return count;
}

/** Removes sessions that are over. Run by the worker. */
export async function purgeSessions(): Promise<number> {
  const now = new Date();
  const { count } = await db().session.deleteMany({
    where: { OR: [{ expiresAt: { lt: now } }, { idleExpiresAt: { lt: now } }] },
  });
  return count;
}

/** The person behind an actor, for the log. */
export const actorId = (actor: Actor): string => ("userId" in actor ? actor.userId : actor.job);
