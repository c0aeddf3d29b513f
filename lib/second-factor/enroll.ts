import { recordAudit } from "../audit";
import { factorState, lockFactors, type Passed, type Pending, passSecondFactor } from "../auth";
import { seal, unseal } from "../crypto";
import { db } from "../db";
import { AppError } from "../errors";
import { log } from "../log";
import { addFactor, type NewFactor } from "./add";
import { totpSeedPlace } from "./codes";
import type { NewPasskeyAnswer } from "./input";
import { newPasskeyFrom, passkeyCreation } from "./passkeys";
import type { Refused } from "./refused";
import { codeFrom, newSeed, seedUri, stepOf } from "./totp";
import { countSignInTry, forgetWrong, noteWrong } from "./tries";

/** Nothing unproven replaces a factor, or joins one. @throws {AppError} `conflict` for somebody who has one */
async function requireNoFactor({ userId }: Pending): Promise<void> {
  if ((await factorState(userId)).hasFactor) throw new AppError("conflict");
}

/**
 * The seed that waits for its first code; made when there is none. It belongs to this one sign-in and is gone with it:
 * shown to others, somebody who knows only the password would know the seed that the owner then confirms.
 * @throws {AppError} `conflict` for somebody who has a factor
 */
export async function enrollment(pending: Pending, issuer: string): Promise<{ seed: string; uri: string }> {
  const { userId, tokenHash } = pending;
  await requireNoFactor(pending);
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

/** A new factor's recovery codes are shown for the only time. */
export type Enrolled = { ok: true; recoveryCodes: string[] } | Refused;

/** Makes the waiting seed the person's factor, proven by its first code. */
export async function confirmEnrollment(
  pending: Pending,
  typed: string,
  deviceToken?: string | null,
): Promise<Enrolled> {
  const { userId, tokenHash } = pending;
  const tried = await countSignInTry(pending, deviceToken);
  if (!tried.ok) return tried;
  const { seedSealed } = (await db().pendingSignIn.findUnique({ where: { tokenHash } })) ?? {};
  if (!seedSealed) return { ok: false, reason: "over" };
  const code = codeFrom(typed);
  const lastStep = code && stepOf(unseal(seedSealed, totpSeedPlace(userId)), code, 0n);
  if (!lastStep) {
    await noteWrong(tried, "factor.refused", pending.origin.remoteAddress);
    return { ok: false, reason: "wrong_code" };
  }
  const enrolled = await enroll(pending, { factor: "totp", seedSealed, lastStep });
  if (enrolled.ok) await forgetWrong(tried);
  return enrolled;
}

/** Asks the browser for a passkey as the first factor. @throws {AppError} `conflict` for somebody who has a factor */
export async function beginPasskeyEnrollment(pending: Pending, product: string) {
  await requireNoFactor(pending);
  return passkeyCreation({ pending }, { product, ...pending });
}

/** Makes the browser's new passkey the person's factor. */
export async function confirmPasskeyEnrollment(
  pending: Pending,
  answer: NewPasskeyAnswer,
  name: string,
  deviceToken?: string | null,
): Promise<Enrolled> {
  const tried = await countSignInTry(pending, deviceToken);
  if (!tried.ok) return tried;
  const passkey = await newPasskeyFrom({ pending }, answer);
  if (!passkey) {
    await noteWrong(tried, "factor.refused", pending.origin.remoteAddress);
    return { ok: false, reason: "passkey_refused" };
  }
  const enrolled = await enroll(pending, { factor: "passkey", passkey, name });
  if (enrolled.ok) await forgetWrong(tried);
  return enrolled;
}

/** The sign-in still waits, so that the recovery codes are seen before anything else: {@link finishEnrollment}. */
async function enroll(pending: Pending, fresh: NewFactor): Promise<Enrolled> {
  const { userId, tokenHash, organizationId, partnerId, origin } = pending;
  const recoveryCodes = await db().$transaction(async (tx) => {
    // Of two that set a factor up at the same time, one finds it there already.
    await lockFactors(userId, tx);
    if ((await factorState(userId, tx)).hasFactor) return null;
    const codes = await addFactor(userId, fresh, tx);
    const data = { enrolledAt: new Date(), seedSealed: null };
    const { count } = await tx.pendingSignIn.updateMany({ where: { tokenHash }, data });
    if (count === 0) throw new AppError("conflict");
    const whom = { actorId: userId, subjectId: userId, organizationId, partnerId };
    const { remoteAddress } = origin;
    await recordAudit(
      { action: "factor.added", ...whom, remoteAddress, facts: { factor: fresh.factor } },
      tx,
    );
    return codes;
  });
  if (!recoveryCodes) return { ok: false, reason: "over" };
  log.info({ userId, factor: fresh.factor }, "factor.added");
  return { ok: true, recoveryCodes };
}

/** Signs in somebody who has just set a factor up. @returns null unless that was within this very sign-in */
export async function finishEnrollment(pending: Pending): Promise<Passed | null> {
  const { tokenHash, userId } = pending;
  const { enrolledAt } = (await db().pendingSignIn.findUnique({ where: { tokenHash } })) ?? {};
  if (!enrolledAt) return null;
  return passSecondFactor(pending, (await factorState(userId)).hasApp ? "totp" : "passkey");
}
