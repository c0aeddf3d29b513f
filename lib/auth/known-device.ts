import { db } from "../db";
import { env } from "../env";
import { Day } from "../time";
import { digestOf, newToken } from "./token";

/** A browser is remembered for so long after its last sign-in, in milliseconds. */
const REMEMBER_MS = 180 * Day.ms;

/** `__Host-` makes browsers insist that no other host of the domain has set it (RFC 6265bis, 4.1.3.2). */
export const deviceCookieName = () =>
  env().PUBLIC_URL.startsWith("https:") ? "__Host-mypages.device" : "mypages.device";

/**
 * Whether somebody has signed in as this person with this browser before. Guessing by strangers uses up the strangers'
 * tries, so the owner still gets in.
 */
export async function isKnownDevice(
  userId: string,
  deviceToken: string | null | undefined,
): Promise<boolean> {
  if (!deviceToken) return false;
  const count = await db().knownDevice.count({
    where: { tokenHash: digestOf(deviceToken), userId, expiresAt: { gt: new Date() } },
  });
  return count > 0;
}

/** Remembers the browser after a whole sign-in. @returns the token for its device cookie, and when it ends */
export async function rememberDevice(
  userId: string,
  deviceToken: string | null | undefined,
): Promise<{ name: string; value: string; expires: Date }> {
  const value = deviceToken && /^[\w-]{43}$/.test(deviceToken) ? deviceToken : newToken();
  const expires = new Date(Date.now() + REMEMBER_MS);
  const tokenHash = digestOf(value);
  await db().knownDevice.upsert({
    where: { tokenHash_userId: { tokenHash, userId } },
    create: { tokenHash, userId, expiresAt: expires },
    update: { lastUsedAt: new Date(), expiresAt: expires },
  });
  return { name: deviceCookieName(), value, expires };
}

/** Forgets all browsers of a person: after a password was lost, for example. */
export const forgetDevices = (userId: string) => db().knownDevice.deleteMany({ where: { userId } });

/** Removes what is over. Run by the worker. */
export async function purgeDevices(): Promise<number> {
  const { count } = await db().knownDevice.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return count;
}
