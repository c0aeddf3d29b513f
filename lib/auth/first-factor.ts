import { recordAudit } from "../audit";
import { db } from "../db";
import type { Role } from "../generated/prisma/enums";
import { log } from "../log";
import { rememberDevice } from "./known-device";
import { createPending, type FirstFactor, type Pending, takePending } from "./pending";
import { safeReturnTo } from "./return-to";
import { createSession, type SessionCookie, type SessionFacts } from "./session";

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
  const user = await db().user.findUniqueOrThrow({
    where: { id: first.userId },
    select: {
      role: true,
      totp: { select: { userId: true } },
      organization: { select: { requiresSecondFactor: true } },
      _count: { select: { passkeys: true } },
    },
  });
  const returnTo = safeReturnTo(first.returnTo, homeOf(user.role));
  const hasFactor = user.totp !== null || user._count.passkeys > 0;
  const mustHave = needsSecondFactor(user.role) || user.organization?.requiresSecondFactor === true;
  if (!hasFactor && !mustHave) return signedIn({ ...first, returnTo }, null);
  const pending = await createPending({ ...first, returnTo });
  const next = hasFactor ? "verify" : "enroll";
  return { next, cookies: [pending], to: `/login/${next}` };
}

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

async function signedIn(first: FirstFactor, secondFactor: SessionFacts["secondFactor"]): Promise<Passed> {
  const { userId, method, persistent, saml } = first;
  const { deviceToken, ...origin } = first.origin;
  const session = await createSession(userId, { method, secondFactor, persistent, saml, ...origin });
  const device = await rememberDevice(userId, deviceToken);
  const { organizationId, partnerId } = await db().user.findUniqueOrThrow({
    where: { id: userId },
    select: { organizationId: true, partnerId: true },
  });
  await recordAudit({
    action: "sign_in.succeeded",
    actorId: userId,
    subjectId: userId,
    organizationId,
    partnerId,
    remoteAddress: origin.remoteAddress,
    facts: { method, secondFactor: secondFactor ?? null },
  });
  log.info({ userId, method, secondFactor }, "sign_in.succeeded");
  return { next: "signed_in", cookies: [session, device], to: first.returnTo };
}
