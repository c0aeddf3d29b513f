import { factorState } from "../auth";
import { violatedIndex } from "../db";
import { AppError } from "../errors";
import type { Prisma } from "../generated/prisma/client";
import { mailLater } from "../mail";
import type { NewPasskey } from "./passkeys";
import { makeRecoveryCodes } from "./recovery-codes";

/** More keys than anybody carries. */
export const PASSKEYS_MAX = 20;

/** A factor that has proven itself. */
export type NewFactor =
  | { factor: "totp"; seedSealed: string; lastStep: bigint }
  | { factor: "passkey"; passkey: NewPasskey; name: string };

/**
 * Stores a factor, with recovery codes where there are none, and tells its owner. After `lockFactors`; the audit event is
 * left to the caller, whose last statement it is.
 * @returns the recovery codes, for the only time; null when the present ones stay
 * @throws {AppError} `conflict` when there is an app already, the passkey is known, or there are too many
 */
export async function addFactor(
  userId: string,
  fresh: NewFactor,
  tx: Prisma.TransactionClient,
): Promise<string[] | null> {
  const before = await factorState(userId, tx);
  if (fresh.factor === "totp") {
    if (before.hasApp) throw new AppError("conflict");
    const { seedSealed, lastStep } = fresh;
    await tx.totpFactor.create({ data: { userId, seedSealed, lastStep } });
  } else {
    if (before.passkeys >= PASSKEYS_MAX) throw new AppError("conflict");
    await tx.passkey
      .create({ data: { userId, name: fresh.name, ...fresh.passkey } })
      .catch((error: unknown) => {
        throw violatedIndex(error) === "Passkey_credentialId_key" ? new AppError("conflict") : error;
      });
  }
  const left = await tx.recoveryCode.count({ where: { userId, usedAt: null } });
  const recoveryCodes = before.hasFactor && left > 0 ? null : await makeRecoveryCodes(userId, tx);
  await mailLater({ template: "factorAdded", userId, facts: { factor: fresh.factor } }, tx);
  return recoveryCodes;
}
