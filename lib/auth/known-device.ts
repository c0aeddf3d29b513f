import { db } from "../db";
import { env } from "../env";
import { Prisma } from "../generated/prisma/client";
import { Day } from "../time";
import { digestOf, newToken } from "./token";

/** A browser is remembered for so long after its last sign-in, in milliseconds. */
const REMEMBER_MS = 180 * Day.ms;

/** `__Host-` makes browsers insist that no other host of the domain has set it (RFC 6265bis, 4.1.3.2). */
export const deviceCookieName = () =>
  env().PUBLIC_URL.startsWith("https:") ? "__Host-mypages.device" : "mypages.device";

/**
 * What tries at an account are counted under: by this browser alone when somebody has signed in as this person with it
 * before. Guessing by strangers uses up the strangers' tries, so the owner still gets in.
 */
export async function triesSubject(
  userId: string,
  deviceToken: string | null | undefined,
): Promise<{ isKnownDevice: boolean; subject: string }> {
  const tokenHash = deviceToken ? digestOf(deviceToken) : null;
  const count =
    tokenHash &&
    (await db().knownDevice.count({ where: { tokenHash, userId, expiresAt: { gt: new Date() } } }));
  return tokenHash && count
    ? { isKnownDevice: true, subject: browserSubject(tokenHash, userId) }
    : { isKnownDevice: false, subject: userId };
}

/** What tries at a person's account from a browser that they have used are counted under. */
export const browserSubject = (tokenHash: Uint8Array, userId: string): string =>
  `${Buffer.from(tokenHash).toString("base64url")} ${userId}`;

/** Remembers the browser after a whole sign-in: the statement that does it, and the browser's device cookie. */
export function deviceMark(
  userId: string,
  deviceToken: string | null | undefined,
): { upsert: Prisma.Sql; cookie: { name: string; value: string; expires: Date } } {
  const value = deviceToken && /^[\w-]{43}$/.test(deviceToken) ? deviceToken : newToken();
  const expires = new Date(Date.now() + REMEMBER_MS);
  const upsert = Prisma.sql`
    INSERT INTO "KnownDevice" ("tokenHash", "userId", "expiresAt")
    VALUES (${digestOf(value)}, ${userId}::uuid, ${expires})
    ON CONFLICT ("tokenHash", "userId") DO UPDATE SET "lastUsedAt" = now(), "expiresAt" = ${expires}`;
  return { upsert, cookie: { name: deviceCookieName(), value, expires } };
}

/** Forgets all browsers of a person: after a password was lost, for example. */
export const forgetDevices = (userId: string, via: Prisma.TransactionClient = db()) =>
  via.knownDevice.deleteMany({ where: { userId } });

/** Removes what is over. Run by the worker. */
export async function purgeDevices(): Promise<number> {
  const { count } = await db().knownDevice.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return count;
}
