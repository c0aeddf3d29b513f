import { auditInsert } from "../audit";
import { pool } from "../db";
import { Prisma } from "../generated/prisma/client";
import type { Role } from "../generated/prisma/enums";
import { owesConsent } from "../legal";
import { log } from "../log";
import { type FactorState, factorState } from "./factor-state";
import { deviceMark } from "./known-device";
import { createPending, type FirstFactor, type Pending, takePending } from "./pending";
import { safeReturnTo } from "./return-to";
import { newSession, type SessionCookie, type SessionFacts } from "./session";
import { forgetTries, forgettingTries, type Try } from "./throttle";

/** Cookies to set on the answer, and where to go. */
export type Passed = {
  next: "signed_in" | "verify" | "enroll" | "accept";
  cookies: SessionCookie[];
  /** Path of ours. */
  to: string;
};

/** Where people of a role begin. */
export const homeOf = (role: Role): string => (role === "OPERATOR" ? "/profile/security" : "/rooms");

/**
 * The one door after every first factor: signs the person in, or asks for the second factor where the person has one,
 * or must have one.
 * @param tries those that led here, to be forgotten
 * @param state the person's second factors, where they were read with the first
 */
export async function passFirstFactor(
  first: FirstFactor,
  tries: Try[] = [],
  state?: FactorState,
): Promise<Passed> {
  const { role, hasFactor, mustHave, organizationId, partnerId } = state ?? (await factorState(first.userId));
  const returnTo = safeReturnTo(first.returnTo, homeOf(role));
  if (!hasFactor && !mustHave)
    return askConsent({ ...first, returnTo, organizationId, partnerId }, null, tries);
  for (const { kind, subject } of tries) await forgetTries(kind, subject);
  const pending = await createPending({ ...first, returnTo });
  const next = hasFactor ? "verify" : "enroll";
  return { next, cookies: [pending], to: `/login/${next}` };
}

/**
 * Goes on with a pending sign-in, once its second factor is proven.
 * @returns null when it was taken already
 */
export async function passSecondFactor(
  pending: Pending,
  secondFactor: NonNullable<SessionFacts["secondFactor"]>,
): Promise<Passed | null> {
  return (await takePending(pending)) ? askConsent(pending, secondFactor) : null;
}

type Whole = FirstFactor & { organizationId: string | null; partnerId: string | null };

/**
 * Signs in who has proven all that was asked for; but first the texts have to be accepted. Who has a password did so when
 * it was set; single sign-on brings people who never passed there.
 */
async function askConsent(
  first: Whole,
  secondFactor: SessionFacts["secondFactor"],
  tries: Try[] = [],
): Promise<Passed> {
  if (first.method !== "saml" || !(await owesConsent(first.userId)))
    return signedIn(first, secondFactor, tries);
  const pending = await createPending(first, { provenAt: first.provenAt ?? new Date(), secondFactor });
  return { next: "accept", cookies: [pending], to: "/login/accept" };
}

/** Session, known browser and audit event are one statement, so one commit: a sign-in waits for the disk once. */
export async function signedIn(
  first: Whole,
  secondFactor: SessionFacts["secondFactor"],
  tries: Try[] = [],
): Promise<Passed> {
  const { userId, method, persistent, saml, provenAt, organizationId, partnerId } = first;
  const { deviceToken, ...origin } = first.origin;
  const session = newSession(userId, { method, secondFactor, persistent, saml, provenAt, ...origin });
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
  const { text, values } = Prisma.sql`
    WITH session AS (${session.insert}), device AS (${device.upsert}), tries AS (${forgettingTries(tries)}) ${audit}`;
  await pool().query({ name: "sign_in.write", text, values });
  log.info({ userId, method, secondFactor }, "sign_in.succeeded");
  return { next: "signed_in", cookies: [session.cookie, device.cookie], to: first.returnTo };
}
