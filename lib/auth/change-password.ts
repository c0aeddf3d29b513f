import { recordAudit } from "../audit";
import { db } from "../db";
import { log } from "../log";
import { knownWords, type PasswordProblem, passwordProblem } from "./new-password";
import { hashPassword, verifyPassword } from "./password";
import { endSessionsOf, type Viewer } from "./session";
import { noteProof } from "./step-up";
import { countTry, forgetTries } from "./throttle";

export type Changed =
  | { ok: true }
  | { ok: false; field: "current"; reason: "wrong" }
  | { ok: false; field: "current"; reason: "throttled"; retryAfterSeconds: number }
  | { ok: false; field: "next"; reason: PasswordProblem | "same" };

/** Whether the person signs in by a password at all. */
export async function hasPassword(userId: string): Promise<boolean> {
  return (await db().user.count({ where: { id: userId, passwordHash: { not: null } } })) > 0;
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
  // Counted for this session: guessing at sign-in by strangers must not keep the owner from changing the password.
  const tried = await countTry("device", `change ${userId}`);
  if (!tried.allowed)
    return { ok: false, field: "current", reason: "throttled", retryAfterSeconds: tried.retryAfterSeconds };
  const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: userId } });
  if (!(await verifyPassword(passwordHash, input.current)))
    return { ok: false, field: "current", reason: "wrong" };
  if (await verifyPassword(passwordHash, input.next)) return { ok: false, field: "next", reason: "same" };

  const fresh = await hashPassword(input.next);
  const { count } = await db().user.updateMany({
    // Of two changes at the same time, one has proven a password that is the present one no more.
    where: { id: userId, passwordHash },
    data: { passwordHash: fresh },
  });
  if (count === 0) return { ok: false, field: "current", reason: "wrong" };
  const ended = await endSessionsOf(userId, viewer.sessionId);
  await forgetTries("device", `change ${userId}`);
  await noteProof(viewer.sessionId);
  await recordAudit({
    action: "password.changed",
    actorId: userId,
    subjectId: userId,
    organizationId: "organizationId" in viewer.actor ? viewer.actor.organizationId : null,
    partnerId: "partnerId" in viewer.actor ? viewer.actor.partnerId : null,
    remoteAddress,
    facts: { sessionsEnded: ended },
  });
  log.info({ userId, sessionsEnded: ended }, "password.changed");
  return { ok: true };
}
