import { db } from "../db";
import { env } from "../env";
import type { Prisma } from "../generated/prisma/client";
import type { Role } from "../generated/prisma/enums";
import { Hour, Minute } from "../time";
import type { Origin, SessionFacts } from "./session";
import { digestOf, newToken } from "./token";

/** What a sign-in can wait for. */
export type Owed = "second_factor" | "consent";

/** For how long, in milliseconds: a code is typed, or two texts are read. */
const LIFETIME_MS: Record<Owed, number> = { second_factor: 10 * Minute.ms, consent: Hour.ms };

export const pendingCookieName = () =>
  env().PUBLIC_URL.startsWith("https:") ? "__Host-mypages.pending" : "mypages.pending";

/** Wrong codes after which a sign-in has to begin again. */
export const FAILURES_MAX = 5;

/** A person who passed the first factor. */
export type FirstFactor = {
  userId: string;
  method: SessionFacts["method"];
  persistent: boolean;
  /** Path of ours to go to afterwards; made safe here. */
  returnTo: string;
  origin: Origin;
  saml?: SessionFacts["saml"];
  /** When the person proved it; absent for just now. */
  provenAt?: Date;
};

/** A sign-in that waits for its second factor, or for consent. */
export type Pending = FirstFactor & {
  tokenHash: Uint8Array<ArrayBuffer>;
  email: string;
  displayName: string;
  role: Role;
  organizationId: string | null;
  partnerId: string | null;
  /** When a new factor was set up and proven within this sign-in. */
  enrolledAt: Date | null;
  /** A TOTP seed that waits for its first code, sealed. */
  seedSealed: string | null;
  /** The one that was proven, of a sign-in that waits for consent. */
  secondFactor: SessionFacts["secondFactor"];
};

/**
 * Notes that somebody passed the first factor, or all factors.
 * @param proven what else was proven, where only consent is owed
 * @returns the cookie to set; it ends with the browser
 */
export async function createPending(
  first: FirstFactor,
  proven: { provenAt: Date; secondFactor: SessionFacts["secondFactor"] } | null = null,
): Promise<{ name: string; value: string }> {
  const value = newToken();
  const owed: Owed = proven ? "consent" : "second_factor";
  await db().pendingSignIn.create({
    data: {
      tokenHash: digestOf(value),
      userId: first.userId,
      method: first.method,
      persistent: first.persistent,
      returnTo: first.returnTo,
      remoteAddress: first.origin.remoteAddress,
      userAgent: first.origin.userAgent?.slice(0, 300) ?? null,
      samlNameId: first.saml?.nameId ?? null,
      samlNameIdFormat: first.saml?.nameIdFormat ?? null,
      samlSessionIndex: first.saml?.sessionIndex ?? null,
      ...proven,
      expiresAt: new Date(Date.now() + LIFETIME_MS[owed]),
    },
  });
  return { name: pendingCookieName(), value };
}

/** The sign-in behind a cookie that waits for this, or null when there is none (any more). */
export async function findPending(
  token: string | undefined,
  owed: Owed = "second_factor",
): Promise<Pending | null> {
  if (!token) return null;
  const row = await db().pendingSignIn.findUnique({
    where: {
      tokenHash: digestOf(token),
      expiresAt: { gt: new Date() },
      failures: { lt: FAILURES_MAX },
      // Who owes consent may not go on to set a factor up, and who owes a factor has not come as far as the texts.
      provenAt: owed === "consent" ? { not: null } : null,
      user: { state: "ACTIVE" },
    },
    include: { user: true },
  });
  if (!row) return null;
  return {
    tokenHash: row.tokenHash,
    userId: row.userId,
    email: row.user.email,
    displayName: row.user.displayName,
    role: row.user.role,
    organizationId: row.user.organizationId,
    partnerId: row.user.partnerId,
    method: row.method as Pending["method"],
    persistent: row.persistent,
    returnTo: row.returnTo,
    origin: { remoteAddress: row.remoteAddress, userAgent: row.userAgent },
    saml: samlOf(row),
    enrolledAt: row.enrolledAt,
    seedSealed: row.seedSealed,
    provenAt: row.provenAt ?? undefined,
    secondFactor: row.secondFactor as Pending["secondFactor"],
  };
}

const samlOf = (row: {
  samlNameId: string | null;
  samlNameIdFormat: string | null;
  samlSessionIndex: string | null;
}): FirstFactor["saml"] =>
  row.samlNameId === null
    ? null
    : {
        nameId: row.samlNameId,
        nameIdFormat: row.samlNameIdFormat,
        sessionIndex: row.samlSessionIndex,
      };

/** Takes a pending sign-in, once: of two at the same time one gets false. */
export async function takePending(pending: Pending, via: Prisma.TransactionClient = db()): Promise<boolean> {
  const { count } = await via.pendingSignIn.deleteMany({ where: { tokenHash: pending.tokenHash } });
  return count === 1;
}

/** Removes what is over. Run by the worker. */
export async function purgePending(): Promise<number> {
  const { count } = await db().pendingSignIn.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return count;
}
