import { recordAudit } from "../audit";
import {
  endSessionsOf,
  forgetTries,
  hashPassword,
  type Origin,
  type Passed,
  passFirstFactor,
  signsInByPassword,
} from "../auth";
import { knownWords, type PasswordProblem, passwordProblem } from "../auth/new-password";
import { db } from "../db";
import { findLink, lockPerson, takeLink, voidLinks } from "../links";
import { log } from "../log";
import { mailLater } from "../mail";

/** Somebody who has opened a recovery link that works. */
export type Recovering = {
  userId: string;
  tokenHash: Uint8Array<ArrayBuffer>;
  displayName: string;
  email: string;
  videoAddress: string | null;
  organizationName: string | null;
  partnerName: string | null;
};

/** Who is behind a recovery link that works, or null. */
export async function findRecovery(token: string | undefined): Promise<Recovering | null> {
  const link = await findLink(token, "recover");
  if (!link?.isOpen) return null;
  const user = await db().user.findUnique({
    where: { id: link.userId, state: "ACTIVE" },
    include: { partner: true, organization: { include: { partner: true } } },
  });
  if (!user || !signsInByPassword(user)) return null;
  const { id: userId, displayName, email, videoAddress, organization } = user;
  return {
    userId,
    tokenHash: link.tokenHash,
    displayName,
    email,
    videoAddress,
    organizationName: organization?.name ?? null,
    partnerName: (organization?.partner ?? user.partner)?.name ?? null,
  };
}

export type Recovered =
  | ({ ok: true } & Passed)
  | { ok: false; reason: "link_over" }
  | { ok: false; reason: "password"; problem: PasswordProblem };

/**
 * Sets a new password by a mailed link. Whoever was in before is out: all sessions, sign-ins that wait, known browsers,
 * other links. A second factor is still asked for: a mailbox is one factor, and this must not skip the other.
 */
export async function recoverPassword(
  token: string | undefined,
  password: string,
  origin: Origin,
): Promise<Recovered> {
  const found = await findRecovery(token);
  if (!found) return { ok: false, reason: "link_over" };
  const { userId, tokenHash } = found;
  const problem = await passwordProblem(password, knownWords(found));
  if (problem) return { ok: false, reason: "password", problem };

  const passwordHash = await hashPassword(password);
  const { remoteAddress } = origin;
  const isMine = await db().$transaction(async (tx) => {
    await lockPerson(userId, tx);
    // Of two at the same time, one finds the link used.
    if (!(await takeLink(tokenHash, tx))) return false;
    const [user] = await tx.user.updateManyAndReturn({
      where: { id: userId, state: "ACTIVE" },
      data: { passwordHash },
      select: { organizationId: true, partnerId: true },
    });
    if (!user) return false;
    await voidLinks(userId, tx);
    await tx.pendingSignIn.deleteMany({ where: { userId } });
    await tx.knownDevice.deleteMany({ where: { userId } });
    const sessionsEnded = await endSessionsOf(userId, null, tx);
    await mailLater({ template: "passwordChanged", userId }, tx);
    const whom = { actorId: userId, subjectId: userId, ...user, remoteAddress };
    await recordAudit({ action: "password.recovered", ...whom, facts: { sessionsEnded } }, tx);
    return true;
  });
  if (!isMine) return { ok: false, reason: "link_over" };
  // Who has the mailbox is the owner: wrong guesses of before count no more.
  await forgetTries("account", userId);
  log.info({ userId }, "password.recovered");
  const first = { userId, method: "recovery", persistent: false, returnTo: "", origin } as const;
  return { ok: true, ...(await passFirstFactor(first)) };
}
