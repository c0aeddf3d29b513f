import { auditInsert } from "../audit";
import { db, pool } from "../db";
import { AppError } from "../errors";
import type { Role } from "../generated/prisma/enums";
import { log } from "../log";
import { deviceMark } from "./known-device";
import { createPending, type FirstFactor, type Pending, takePending } from "./pending";
import { safeReturnTo } from "./return-to";
import { newSession, type SessionCookie, type SessionFacts } from "./session";

/** Cookies to set on the answer, and where to go. */
export type Passed = {
  next: "signed_in" | "verify" | "enroll";
  cookies: SessionCookie[];
  /** Path of ours. */
  to: string;
};

/** Roles that may look into other people's organizations never pass on one factor (design.md, 1). */
export const needsSecondFactor = (role: Role): boolean =>
  role === "PARTNER_AGENT" || role === "PARTNER_ADMIN" || role === "OPERATOR";

/** Where people of a role begin. */
export const homeOf = (role: Role): string => (role === "OPERATOR" ? "/profile/security" : "/rooms");

/**
 * The one door after every first factor: signs the person in, or asks for the second factor where the person has one,
 * or must have one.
 */
export async function passFirstFactor(first: FirstFactor): Promise<Passed> {
  const { rows } = await pool().query<Standing>(STANDING, [first.userId]);
  const [person] = rows;
  if (!person) throw new AppError("not_found");
  const { role, hasFactor, mustHaveFactor, organizationId, partnerId } = person;
  const returnTo = safeReturnTo(first.returnTo, homeOf(role));
  if (!hasFactor && !mustHaveFactor && !needsSecondFactor(role)) {
    return signedIn({ ...first, returnTo, organizationId, partnerId }, null);
  }
  const pending = await createPending({ ...first, returnTo });
  const next = hasFactor ? "verify" : "enroll";
  return { next, cookies: [pending], to: `/login/${next}` };
}

/** What decides whether a second factor is owed. */
type Standing = Tenant & { role: Role; hasFactor: boolean; mustHaveFactor: boolean };
type Tenant = { organizationId: string | null; partnerId: string | null };

const STANDING = `
  SELECT u."role", u."organizationId", u."partnerId", coalesce(o."requiresSecondFactor", false) AS "mustHaveFactor",
         EXISTS (SELECT 1 FROM "TotpFactor" t WHERE t."userId" = u."id")
           OR EXISTS (SELECT 1 FROM "Passkey" p WHERE p."userId" = u."id") AS "hasFactor"
  FROM "User" u LEFT JOIN "Organization" o ON o."id" = u."organizationId" WHERE u."id" = $1`;

/**
 * Turns a pending sign-in into a session, once its second factor is proven.
 * @returns null when it was taken already
 */
export async function passSecondFactor(
  pending: Pending,
  secondFactor: NonNullable<SessionFacts["secondFactor"]>,
): Promise<Passed | null> {
  return (await takePending(pending)) ? signedIn(pending, secondFactor) : null;
}

/** Session, known browser and audit event are one statement, so one commit: a sign-in waits for the disk once. */
async function signedIn(
  first: FirstFactor & Tenant,
  secondFactor: SessionFacts["secondFactor"],
): Promise<Passed> {
  const { userId, method, persistent, saml, organizationId, partnerId } = first;
  const { deviceToken, ...origin } = first.origin;
  const session = newSession(userId, { method, secondFactor, persistent, saml, ...origin });
  const device = deviceMark(userId, deviceToken);
  const audit = auditInsert({
    action: "sign_in.succeeded",
    actorId: userId,
    subjectId: userId,
    organizationId,
    partnerId,
    remoteAddress: origin.remoteAddress,
    facts: { method, secondFactor: secondFactor ?? null },
  });
  await db().$executeRaw`WITH session AS (${session.insert}), device AS (${device.upsert}) ${audit}`;
  log.info({ userId, method, secondFactor }, "sign_in.succeeded");
  return { next: "signed_in", cookies: [session.cookie, device.cookie], to: first.returnTo };
}
