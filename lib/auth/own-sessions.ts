import Bowser from "bowser";
import { recordAudit } from "../audit";
import { db } from "../db";
import { AppError } from "../errors";
import { log } from "../log";
import { endSessionsOf, SESSIONS_CHANGED, type SessionFacts, type Viewer } from "./session";
import { whomOf } from "./whom";

/** A signed-in browser, as its owner sees it. */
export type OwnSession = {
  id: string;
  isCurrent: boolean;
  /** What the browser says of itself; null when it says nothing that is known. */
  browser: string | null;
  system: string | null;
  kind: "desktop" | "phone" | "tablet" | "other";
  remoteAddress: string | null;
  network: Network;
  createdAt: Date;
  lastUsedAt: Date;
  method: SessionFacts["method"];
  secondFactor: SessionFacts["secondFactor"];
  persistent: boolean;
};

/** What can be told of an address without asking anybody: whether it is of this machine, of a local network, or neither. */
export type Network = "loopback" | "private" | "public" | "unknown";

/** @see RFC 1918, RFC 4193, RFC 3927, RFC 4291 (loopback, link-local) */
export function networkOf(address: string | null): Network {
  const plain = address?.replace(/^::ffff:/i, "").toLowerCase() ?? "";
  if (plain === "::1" || /^127\./.test(plain)) return "loopback";
  if (
    /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(plain) ||
    /^f(?:[cd]|e[89ab])/.test(plain)
  )
    return "private";
  return /^\d+(\.\d+){3}$|:/.test(plain) ? "public" : "unknown";
}

const kinds: Record<string, OwnSession["kind"]> = { desktop: "desktop", mobile: "phone", tablet: "tablet" };

/** A browser from its `User-Agent`. */
export function deviceOf(userAgent: string | null): Pick<OwnSession, "browser" | "system" | "kind"> {
  if (!userAgent) return { browser: null, system: null, kind: "other" };
  const { browser, os, platform } = Bowser.parse(userAgent);
  const major = browser.version?.split(".")[0];
  return {
    browser: browser.name ? [browser.name, major].filter(Boolean).join(" ") : null,
    system: os.name ?? null,
    kind: kinds[platform.type ?? ""] ?? "other",
  };
}

/** The browsers in which a person is signed in: this one first, then by last use. */
export async function ownSessions(viewer: Viewer): Promise<OwnSession[]> {
  const now = new Date();
  const rows = await db().session.findMany({
    where: { userId: viewer.actor.userId, expiresAt: { gt: now }, idleExpiresAt: { gt: now } },
    orderBy: { lastUsedAt: "desc" },
    take: 200,
  });
  const sessions = rows.map((row) => ({
    id: row.id,
    isCurrent: row.id === viewer.sessionId,
    ...deviceOf(row.userAgent),
    remoteAddress: row.remoteAddress,
    network: networkOf(row.remoteAddress),
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
    method: row.method as SessionFacts["method"],
    secondFactor: row.secondFactor as SessionFacts["secondFactor"],
    persistent: row.persistent,
  }));
  return sessions.sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}

/**
 * Ends one of the person's own sessions.
 * @throws {AppError} `not_found` for one that is over, or somebody else's
 */
export async function endOwnSession(
  viewer: Viewer,
  sessionId: string,
  remoteAddress: string | null,
): Promise<void> {
  const [gone] = await db().$queryRaw<{ id: string }[]>`
    WITH gone AS (DELETE FROM "Session" WHERE "id" = ${sessionId}::uuid AND "userId" = ${viewer.actor.userId}::uuid
                  RETURNING "id", "userId")
    SELECT "id"::text, pg_notify(${SESSIONS_CHANGED}, "userId"::text)::text AS told FROM gone`;
  if (!gone) throw new AppError("not_found");
  await recordAudit({ action: "session.ended", ...whomOf(viewer), remoteAddress, facts: { count: 1 } });
  log.info({ userId: viewer.actor.userId, count: 1 }, "session.ended");
}

/** Ends all of the person's sessions but this one. @returns how many ended */
export async function endOtherSessions(viewer: Viewer, remoteAddress: string | null): Promise<number> {
  const count = await endSessionsOf(viewer.actor.userId, viewer.sessionId);
  if (count > 0)
    await recordAudit({ action: "session.ended", ...whomOf(viewer), remoteAddress, facts: { count } });
  log.info({ userId: viewer.actor.userId, count }, "session.ended");
  return count;
}
