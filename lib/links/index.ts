import { digestOf, newToken } from "../auth/token";
import { db } from "../db";
import { env } from "../env";
import type { Prisma } from "../generated/prisma/client";
import { Day, Minute } from "../time";

/** What a mailed link is for. */
export type LinkKind = "activate" | "recover";

/** A link works for so long, in milliseconds. */
const LIFETIME_MS: Record<LinkKind, number> = { activate: 7 * Day.ms, recover: 30 * Minute.ms };

/** A link that is over is remembered for so long, in milliseconds, so that its page can say what it was. */
const REMEMBER_MS = 90 * Day.ms;

/** Name of the cookie that holds an opened link's token: it stands in no address, history or Referer any more. */
export const linkCookieName = (kind: LinkKind) =>
  env().PUBLIC_URL.startsWith("https:") ? `__Host-mypages.${kind}` : `mypages.${kind}`;

/** Whether something has the form of a link's token. */
export const isLinkToken = (value: unknown): value is string =>
  typeof value === "string" && /^[\w-]{43}$/.test(value);

/**
 * Locks a person's row until the end of the transaction. Whoever makes or uses a link does this first, so that two at a
 * time wait for each other instead of both winning.
 * @returns false when there is nobody of that id
 */
export async function lockPerson(userId: string, tx: Prisma.TransactionClient): Promise<boolean> {
  const rows = await tx.$queryRaw<
    unknown[]
  >`SELECT "id"::text FROM "User" WHERE "id" = ${userId}::uuid FOR UPDATE`;
  return rows.length > 0;
}

/**
 * Makes a link. Older ones of its kind work no more: only the newest mail counts.
 * @param tx a transaction that has the person locked ({@link lockPerson})
 */
export async function makeLink(
  userId: string,
  kind: LinkKind,
  tx: Prisma.TransactionClient,
): Promise<{ path: string; until: string }> {
  await voidLinks(userId, tx, kind);
  const token = newToken();
  const expiresAt = new Date(Date.now() + LIFETIME_MS[kind]);
  await tx.mailLink.create({ data: { tokenHash: digestOf(token), kind, userId, expiresAt } });
  return { path: `/${kind}/open?token=${token}`, until: expiresAt.toISOString() };
}

/** Makes a person's links that still work void: all, or those of one kind. */
export async function voidLinks(
  userId: string,
  tx: Prisma.TransactionClient,
  kind?: LinkKind,
): Promise<void> {
  await tx.mailLink.updateMany({ where: { userId, kind, usedAt: null }, data: { usedAt: new Date() } });
}

/** A link by its token, working or not; null for one that never was. */
export async function findLink(
  token: string | undefined,
  kind: LinkKind,
): Promise<{ userId: string; tokenHash: Uint8Array<ArrayBuffer>; isOpen: boolean } | null> {
  if (!isLinkToken(token)) return null;
  const row = await db().mailLink.findUnique({ where: { tokenHash: digestOf(token), kind } });
  if (!row) return null;
  const isOpen = row.usedAt === null && row.expiresAt > new Date();
  return { userId: row.userId, tokenHash: row.tokenHash, isOpen };
}

/** Takes a link, once: of two at the same time one gets false. */
export async function takeLink(
  tokenHash: Uint8Array<ArrayBuffer>,
  tx: Prisma.TransactionClient,
): Promise<boolean> {
  const now = new Date();
  const { count } = await tx.mailLink.updateMany({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}

/** Removes links that were over long ago. Run by the worker. */
export async function purgeLinks(): Promise<number> {
  const before = new Date(Date.now() - REMEMBER_MS);
  const { count } = await db().mailLink.deleteMany({ where: { expiresAt: { lt: before } } });
  return count;
}
