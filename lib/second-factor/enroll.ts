import { recordAudit } from "../audit";
import { factorState, lockFactors, type Passed, type Pending, passSecondFactor } from "../auth";
import { seal, unseal } from "../crypto";
import { db } from "../db";
import { AppError } from "../errors";
import { log } from "../log";
import { mailLater } from "../mail";
import { totpSeedPlace } from "./codes";
import { makeRecoveryCodes } from "./recovery-codes";
import type { Refused } from "./refused";
import { codeFrom, newSeed, seedUri, stepOf } from "./totp";
import { countSignInTry, forgetWrong, noteWrong } from "./tries";

const aboutOf = (pending: Pending) => ({
  actorId: pending.userId,
  subjectId: pending.userId,
  organizationId: pending.organizationId,
  partnerId: pending.partnerId,
  remoteAddress: pending.origin.remoteAddress,
});

/**
 * The seed that waits for its first code; made when there is none. It belongs to this one sign-in and is gone with it:
 * shown to others, somebody who knows only the password would know the seed that the owner then confirms.
 * @throws {AppError} `conflict` for somebody who has a factor, which nothing unproven replaces
 */
export async function enrollment(pending: Pending, issuer: string): Promise<{ seed: string; uri: string }> {
  const { userId, tokenHash } = pending;
  if ((await factorState(userId)).hasFactor) throw new AppError("conflict");
  // Two pages at once show the same seed: the first one stays.
  await db().pendingSignIn.updateMany({
    where: { tokenHash, seedSealed: null },
    data: { seedSealed: seal(newSeed(), totpSeedPlace(userId)) },
  });
  const row = await db().pendingSignIn.findUnique({ where: { tokenHash } });
  if (!row?.seedSealed) throw new AppError("conflict");
  const seed = unseal(row.seedSealed, totpSeedPlace(userId));
  return { seed, uri: seedUri(seed, { issuer, label: pending.email }) };
}

/**
 * Makes the waiting seed the person's factor, proven by its first code. The sign-in still waits, so that the recovery
 * codes are seen before anything else: {@link finishEnrollment}.
 * @returns the recovery codes, for the only time
 */
export async function confirmEnrollment(
  pending: Pending,
  typed: string,
  deviceToken?: string | null,
): Promise<{ ok: true; recoveryCodes: string[] } | Refused> {
  const { userId, tokenHash } = pending;
  const tried = await countSignInTry(pending, deviceToken);
  if (!tried.ok) return tried;
  const { seedSealed } = (await db().pendingSignIn.findUnique({ where: { tokenHash } })) ?? {};
  if (!seedSealed) return { ok: false, reason: "over" };
  const code = codeFrom(typed);
  const step = code && stepOf(unseal(seedSealed, totpSeedPlace(userId)), code, 0n);
  if (!step) {
    await noteWrong(tried, "factor.refused", pending.origin.remoteAddress);
    return { ok: false, reason: "wrong_code" };
  }
  const recoveryCodes = await db().$transaction(async (tx) => {
    // Of two that set a factor up at the same time, one finds it there already.
    await lockFactors(userId, tx);
    if ((await factorState(userId, tx)).hasFactor) return null;
    await tx.totpFactor.create({ data: { userId, seedSealed, lastStep: step } });
    const codes = await makeRecoveryCodes(userId, tx);
    await tx.pendingSignIn.updateMany({
      where: { tokenHash },
      data: { enrolledAt: new Date(), seedSealed: null },
    });
    await mailLater({ template: "factorAdded", userId, facts: { factor: "totp" } }, tx);
    await recordAudit({ action: "factor.added", ...aboutOf(pending), facts: { factor: "totp" } }, tx);
    return codes;
  });
  if (!recoveryCodes) return { ok: false, reason: "over" };
  await forgetWrong(tried);
  log.info({ userId, factor: "totp" }, "factor.added");
  return { ok: true, recoveryCodes };
}

/** Signs in somebody who has just set up the factor. @returns null unless that was within this very sign-in */
export async function finishEnrollment(pending: Pending): Promise<Passed | null> {
  const { enrolledAt } =
    (await db().pendingSignIn.findUnique({ where: { tokenHash: pending.tokenHash } })) ?? {};
  return enrolledAt ? passSecondFactor(pending, "totp") : null;
}
