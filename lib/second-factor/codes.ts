import { unseal } from "../crypto";
import { db } from "../db";
import { mailLater } from "../mail";
import { takeRecoveryCode } from "./recovery-codes";
import { codeFrom, stepOf } from "./totp";

/** Where a TOTP seed is sealed for. */
export const totpSeedPlace = (userId: string) => `user.totp:${userId}`;

/** Takes a code of the app, or a recovery code. @returns which it was, or null when it was neither */
export async function acceptTyped(userId: string, typed: string): Promise<"totp" | "recovery_code" | null> {
  const code = codeFrom(typed);
  return code ? acceptCode(userId, code) : acceptRecoveryCode(userId, typed);
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

/** The owner is told of each: somebody else may have found the list. */
const acceptRecoveryCode = (userId: string, typed: string): Promise<"recovery_code" | null> =>
  db().$transaction(async (tx) => {
    if (!(await takeRecoveryCode(userId, typed, tx))) return null;
    await mailLater({ template: "recoveryCodeUsed", userId }, tx);
    return "recovery_code";
  });
