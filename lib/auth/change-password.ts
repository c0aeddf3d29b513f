import { recordAudit } from "../audit";
import { db } from "../db";
import { voidLinks } from "../links";
import { log } from "../log";
import { mailLater } from "../mail";
import { knownWords, type PasswordProblem, passwordProblem } from "./new-password";
import { hashPassword, verifyPassword } from "./password";
import { passwordPolicyFields, signsInByPassword } from "./password-policy";
import { countPasswordTry, forgetPasswordTries } from "./password-tries";
import { endSessionsOf, type Viewer } from "./session";
import { noteProof } from "./step-up";
import { whomOf } from "./whom";

export type Changed =
  | { ok: true }
  | { ok: false; field: "current"; reason: "wrong" }
  | { ok: false; field: "current"; reason: "throttled"; retryAfterSeconds: number }
  | { ok: false; field: "next"; reason: PasswordProblem | "same" };

/** Whether the person may sign in by a password: has one, and the organization does not ask for single sign-on instead. */
export async function hasPassword(userId: string): Promise<boolean> {
  const user = await db().user.findUniqueOrThrow({
    where: { id: userId },
    select: { id: true, passwordHash: true, ...passwordPolicyFields },
  });
  return user.passwordHash !== null && signsInByPassword(user);
}

/**
 * Changes the person's password, proven by the present one. Every other session ends: somebody may be in there with the
 * old one.
 */
export async function changePassword(
  viewer: Viewer,
  input: { current: string; next: string },
  remoteAddress: string | null,
): Promise<Changed> {
  const { userId } = viewer.actor;
  // A problem of the new one costs no try, and tells nothing of the present one.
  const problem = await passwordProblem(input.next, knownWords(viewer));
  if (problem) return { ok: false, field: "next", reason: problem };
  const whom = { ...whomOf(viewer), remoteAddress };
  const tried = await countPasswordTry(userId);
  if (!tried.allowed) {
    if (tried.isFirst)
      await recordAudit({ action: "password.change_refused", ...whom, facts: { why: "throttled" } });
    return { ok: false, field: "current", reason: "throttled", retryAfterSeconds: tried.retryAfterSeconds };
  }
  const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: userId } });
  const isRight = (await verifyPassword(passwordHash, input.current)) && (await hasPassword(userId));
  if (!isRight) {
    await recordAudit({ action: "password.change_refused", ...whom, facts: { why: "wrong_password" } });
    return { ok: false, field: "current", reason: "wrong" };
  }
  if (await verifyPassword(passwordHash, input.next)) return { ok: false, field: "next", reason: "same" };

  const fresh = await hashPassword(input.next);
  const ended = await db().$transaction(async (tx) => {
    // Of two changes at the same time, one has proven a password that is the present one no more.
    const { count } = await tx.user.updateMany({
      where: { id: userId, passwordHash },
      data: { passwordHash: fresh },
    });
    if (count === 0) return null;
    // A sign-in that the old password began must not be finished by a second factor now.
    await tx.pendingSignIn.deleteMany({ where: { userId } });
    await voidLinks(userId, tx);
    await mailLater({ template: "passwordChanged", userId }, tx);
    const sessionsEnded = await endSessionsOf(userId, viewer.sessionId, tx);
    await recordAudit({ action: "password.changed", ...whom, facts: { sessionsEnded } }, tx);
    return sessionsEnded;
  });
  if (ended === null) return { ok: false, field: "current", reason: "wrong" };
  await forgetPasswordTries(userId);
  await noteProof(viewer.sessionId);
  log.info({ userId, sessionsEnded: ended }, "password.changed");
  return { ok: true };
}
