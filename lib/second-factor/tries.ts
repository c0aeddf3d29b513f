import { recordAudit } from "../audit";
import { countTry, FAILURES_MAX, forgetTries, type Pending, triesSubject } from "../auth";
import { db } from "../db";
import { log } from "../log";
import { mailLater } from "../mail";
import type { Refused, Throttled } from "./refused";

/** After so many wrong codes in a row the owner is told: somebody may know the password. */
const TELL_AFTER = 10;

/** A try that may be looked at, under the name that it was counted by. */
export type Try = { ok: true; userId: string; subject: string; tries: number };

/**
 * Counts a try of a sign-in before it is looked at: for the account over all its sign-ins, because a code of six digits
 * is guessed by whoever may try often enough, and against the sign-in. A browser that its owner has used before has a
 * counter of its own: a stranger who knows the password cannot use up the owner's tries.
 */
export async function countSignInTry(
  pending: Pending,
  deviceToken: string | null | undefined,
): Promise<Try | Refused> {
  const { userId, tokenHash } = pending;
  const { subject } = await triesSubject(userId, deviceToken);
  const tried = await count(userId, subject);
  if (!tried.ok) return tried;
  const { count: counted } = await db().pendingSignIn.updateMany({
    where: { tokenHash, failures: { lt: FAILURES_MAX } },
    data: { failures: { increment: 1 } },
  });
  return counted === 0 ? { ok: false, reason: "over" } : tried;
}

/** Counts a try by somebody who is signed in, apart from those at sign-in: they got further than any stranger. */
export const countSessionTry = (userId: string): Promise<Try | Throttled> =>
  count(userId, `session ${userId}`);

async function count(userId: string, subject: string): Promise<Try | Throttled> {
  const tried = await countTry("factor", subject);
  if (tried.allowed) return { ok: true, userId, subject, tries: tried.tries };
  log.warn({ userId }, "factor.throttled");
  return { ok: false, reason: "throttled", retryAfterSeconds: tried.retryAfterSeconds };
}

/** Notes that a try was wrong, and tells the owner once when they become many. */
export async function noteWrong(
  { userId, tries }: Try,
  action: "factor.refused" | "session.proof_refused",
  remoteAddress: string | null,
): Promise<void> {
  log.info({ userId }, action);
  const { organizationId, partnerId } = await db().user.findUniqueOrThrow({ where: { id: userId } });
  const whom = { actorId: userId, subjectId: userId, organizationId, partnerId, remoteAddress };
  await db().$transaction(async (tx) => {
    if (tries === TELL_AFTER) await mailLater({ template: "factorThrottled", userId }, tx);
    await recordAudit({ action, ...whom }, tx);
  });
}

/** A success clears the counter that it was counted by. */
export const forgetWrong = ({ subject }: Try): Promise<void> => forgetTries("factor", subject);
