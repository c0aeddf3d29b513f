import { recordAudit } from "../audit";
import { countTry, forgetTries, type Passed, type Pending, passSecondFactor } from "../auth";
import { seal, unseal } from "../crypto";
import { db } from "../db";
import { AppError } from "../errors";
import { log } from "../log";
import { makeRecoveryCodes, takeRecoveryCode } from "./recovery-codes";
import { codeFrom, newSeed, seedUri, stepOf } from "./totp";

/** Wrong codes after which a sign-in has to begin again. */
const FAILURES_MAX = 5;

export type Refused =
  | { ok: false; reason: "wrong_code" }
  | { ok: false; reason: "throttled"; retryAfterSeconds: number }
  // Too many wrong codes, or another answer was quicker: begin again.
  | { ok: false; reason: "over" };

/** Where a TOTP seed is sealed for. */
export const totpSeedPlace = (userId: string) => `user.totp:${userId}`;

const whomOf = (pending: Pending) => ({
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
  if (await db().totpFactor.findUnique({ where: { userId } })) throw new AppError("conflict");
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
): Promise<{ ok: true; recoveryCodes: string[] } | Refused> {
  const { userId, tokenHash } = pending;
  const refused = await countFailure(pending);
  if (refused) return refused;
  const { seedSealed } = (await db().pendingSignIn.findUnique({ where: { tokenHash } })) ?? {};
  if (!seedSealed) return { ok: false, reason: "over" };
  const code = codeFrom(typed);
  const step = code && stepOf(unseal(seedSealed, totpSeedPlace(userId)), code, 0n);
  if (!step) return wrong(pending);
  const recoveryCodes = await db().$transaction(async (tx) => {
    // Of two that set a factor up at the same time, one finds it there already.
    const factor = { userId, seedSealed, lastStep: step };
    const { count } = await tx.totpFactor.createMany({ data: [factor], skipDuplicates: true });
    if (count === 0) return null;
    const codes = await makeRecoveryCodes(userId, tx);
    await tx.pendingSignIn.updateMany({
      where: { tokenHash },
      data: { enrolledAt: new Date(), seedSealed: null },
    });
    await recordAudit({ action: "factor.added", ...whomOf(pending), facts: { factor: "totp" } }, tx);
    return codes;
  });
  if (!recoveryCodes) return { ok: false, reason: "over" };
  await forgetTries("factor", userId);
  log.info({ userId, factor: "totp" }, "factor.added");
  return { ok: true, recoveryCodes };
}

/** Signs in somebody who has just set up the factor. @returns null unless that was within this very sign-in */
export async function finishEnrollment(pending: Pending): Promise<Passed | null> {
  const { enrolledAt } =
    (await db().pendingSignIn.findUnique({ where: { tokenHash: pending.tokenHash } })) ?? {};
  return enrolledAt ? passSecondFactor(pending, "totp") : null;
}

/** Takes a code from the app, or a recovery code, as the second factor of a sign-in. */
export async function verifySecondFactor(
  pending: Pending,
  typed: string,
): Promise<({ ok: true } & Passed) | Refused> {
  const { userId } = pending;
  const refused = await countFailure(pending);
  if (refused) return refused;
  const code = codeFrom(typed);
  const factor = code ? await acceptCode(userId, code) : await acceptRecoveryCode(userId, typed);
  if (!factor) return wrong(pending);
  await forgetTries("factor", userId);
  const passed = await passSecondFactor(pending, factor);
  return passed ? { ok: true, ...passed } : { ok: false, reason: "over" };
}

/** One code counts once: the step is taken in the statement that compares it, so of many at the same time one wins. */
async function acceptCode(userId: string, code: string): Promise<"totp" | null> {
  const factor = await db().totpFactor.findUnique({ where: { userId } });
  const step = factor && stepOf(unseal(factor.seedSealed, totpSeedPlace(userId)), code, factor.lastStep);
  if (!step) return null;
  const { count } = await db().totpFactor.updateMany({
    where: { userId, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return count === 1 ? "totp" : null;
}

const acceptRecoveryCode = async (userId: string, typed: string): Promise<"recovery_code" | null> =>
  (await takeRecoveryCode(userId, typed, db())) ? "recovery_code" : null;

/**
 * Counts a try before it is looked at: against the sign-in, and against the account over all its sign-ins, because a
 * code of six digits is guessed by whoever may try often enough.
 */
async function countFailure(pending: Pending): Promise<Refused | null> {
  const [row] = await db().pendingSignIn.updateManyAndReturn({
    where: { tokenHash: pending.tokenHash },
    data: { failures: { increment: 1 } },
    select: { failures: true },
  });
  if (!row || row.failures > FAILURES_MAX) return { ok: false, reason: "over" };
  const tried = await countTry("factor", pending.userId);
  if (tried.allowed) return null;
  log.warn({ userId: pending.userId }, "factor.throttled");
  return { ok: false, reason: "throttled", retryAfterSeconds: tried.retryAfterSeconds };
}

async function wrong(pending: Pending): Promise<Refused> {
  log.info({ userId: pending.userId }, "factor.refused");
  await recordAudit({ action: "factor.refused", ...whomOf(pending) });
  return { ok: false, reason: "wrong_code" };
}
