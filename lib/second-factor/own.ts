import { recordAudit } from "../audit";
import { factorState, lockFactors, requireProof, type Viewer, whomOf } from "../auth";
import { seal, unseal } from "../crypto";
import { db } from "../db";
import { AppError } from "../errors";
import type { Prisma } from "../generated/prisma/client";
import { log } from "../log";
import { mailLater } from "../mail";
import { addFactor, type NewFactor } from "./add";
import { totpSeedPlace } from "./codes";
import type { NewPasskeyAnswer } from "./input";
import { newPasskeyFrom, passkeyCreation } from "./passkeys";
import { makeRecoveryCodes } from "./recovery-codes";
import type { Throttled } from "./refused";
import { codeFrom, newSeed, seedUri, stepOf } from "./totp";
import { countSessionTry, forgetWrong, noteWrong } from "./tries";

/** So few recovery codes are worth a warning. */
export const FEW_CODES = 3;

/** A person's second factors, as their owner sees them. */
export type OwnFactors = {
  app: { confirmedAt: Date } | null;
  passkeys: { id: string; name: string; createdAt: Date; lastUsedAt: Date | null }[];
  recoveryCodesLeft: number;
  /** The last one cannot be removed. */
  mustHave: boolean;
};

export async function ownFactors(userId: string): Promise<OwnFactors> {
  const [{ mustHave }, app, passkeys, recoveryCodesLeft] = await Promise.all([
    factorState(userId),
    db().totpFactor.findUnique({ where: { userId }, select: { confirmedAt: true } }),
    db().passkey.findMany({
      where: { userId },
      select: { id: true, name: true, createdAt: true, lastUsedAt: true },
      orderBy: { createdAt: "asc" },
    }),
    db().recoveryCode.count({ where: { userId, usedAt: null } }),
  ]);
  return { app, passkeys, recoveryCodesLeft, mustHave };
}

/**
 * The seed of a new app, which waits for its first code in this session; made when there is none.
 * @throws {AppError} `proof_required`; `conflict` for somebody who has an app
 */
export async function beginApp(viewer: Viewer, issuer: string): Promise<{ seed: string; uri: string }> {
  requireProof(viewer);
  const { userId } = viewer.actor;
  if ((await factorState(userId)).hasApp) throw new AppError("conflict");
  await db().session.updateMany({
    where: { id: viewer.sessionId, seedSealed: null },
    data: { seedSealed: seal(newSeed(), totpSeedPlace(userId)) },
  });
  const row = await db().session.findUnique({ where: { id: viewer.sessionId } });
  if (!row?.seedSealed) throw new AppError("unauthenticated");
  const seed = unseal(row.seedSealed, totpSeedPlace(userId));
  return { seed, uri: seedUri(seed, { issuer, label: viewer.email }) };
}

/** What adding a factor comes to; `recoveryCodes` is null when the present ones stay. */
export type Added =
  | { ok: true; recoveryCodes: string[] | null }
  | { ok: false; reason: "wrong_code" | "passkey_refused" }
  | Throttled;

/**
 * Makes the waiting seed the person's app, proven by its first code.
 * @throws {AppError} `proof_required`; `conflict` when there is an app already, or no seed waits
 */
export async function confirmApp(
  viewer: Viewer,
  typed: string,
  remoteAddress: string | null,
): Promise<Added> {
  requireProof(viewer);
  const { userId } = viewer.actor;
  const tried = await countSessionTry(userId);
  if (!tried.ok) return tried;
  const { seedSealed } = (await db().session.findUnique({ where: { id: viewer.sessionId } })) ?? {};
  if (!seedSealed) throw new AppError("conflict");
  const code = codeFrom(typed);
  const lastStep = code && stepOf(unseal(seedSealed, totpSeedPlace(userId)), code, 0n);
  if (!lastStep) {
    await noteWrong(tried, "factor.refused", remoteAddress);
    return { ok: false, reason: "wrong_code" };
  }
  const recoveryCodes = await add(viewer, { factor: "totp", seedSealed, lastStep }, remoteAddress);
  await forgetWrong(tried);
  return { ok: true, recoveryCodes };
}

/** Asks the browser for a new passkey. @throws {AppError} `proof_required` */
export function beginPasskey(viewer: Viewer, product: string) {
  requireProof(viewer);
  return passkeyCreation({ viewer }, { product, ...viewer });
}

/**
 * Adds the browser's new passkey.
 * @throws {AppError} `proof_required`; `conflict` when it is known already, or there are too many
 */
export async function confirmPasskey(
  viewer: Viewer,
  answer: NewPasskeyAnswer,
  name: string,
  remoteAddress: string | null,
): Promise<Added> {
  requireProof(viewer);
  const tried = await countSessionTry(viewer.actor.userId);
  if (!tried.ok) return tried;
  const passkey = await newPasskeyFrom({ viewer }, answer);
  if (!passkey) {
    await noteWrong(tried, "factor.refused", remoteAddress);
    return { ok: false, reason: "passkey_refused" };
  }
  const recoveryCodes = await add(viewer, { factor: "passkey", passkey, name }, remoteAddress);
  await forgetWrong(tried);
  return { ok: true, recoveryCodes };
}

async function add(viewer: Viewer, fresh: NewFactor, remoteAddress: string | null): Promise<string[] | null> {
  const { factor } = fresh;
  const recoveryCodes = await change(viewer, async (tx, userId) => {
    const codes = await addFactor(userId, fresh, tx);
    await tx.session.updateMany({ where: { id: viewer.sessionId }, data: { seedSealed: null } });
    await recordAudit({ action: "factor.added", ...whomOf(viewer), remoteAddress, facts: { factor } }, tx);
    return codes;
  });
  log.info({ userId: viewer.actor.userId, factor }, "factor.added");
  return recoveryCodes;
}

/**
 * Removes the app.
 * @throws {AppError} `proof_required`; `not_found`; `forbidden` for the last factor of somebody who must have one
 */
export const removeApp = (viewer: Viewer, remoteAddress: string | null): Promise<void> =>
  remove(viewer, "totp", remoteAddress, (userId, tx) => tx.totpFactor.deleteMany({ where: { userId } }));

/**
 * Removes a passkey.
 * @throws {AppError} `proof_required`; `not_found`; `forbidden` for the last factor of somebody who must have one
 */
export const removePasskey = (viewer: Viewer, id: string, remoteAddress: string | null): Promise<void> =>
  remove(viewer, "passkey", remoteAddress, (userId, tx) => tx.passkey.deleteMany({ where: { id, userId } }));

async function remove(
  viewer: Viewer,
  factor: "totp" | "passkey",
  remoteAddress: string | null,
  take: (userId: string, tx: Prisma.TransactionClient) => Promise<{ count: number }>,
): Promise<void> {
  requireProof(viewer);
  await change(viewer, async (tx, userId) => {
    if ((await take(userId, tx)).count === 0) throw new AppError("not_found");
    const { hasFactor, mustHave } = await factorState(userId, tx);
    if (!hasFactor && mustHave) throw new AppError("forbidden");
    // Alone they are no second factor, and would open nothing.
    if (!hasFactor) await tx.recoveryCode.deleteMany({ where: { userId } });
    await mailLater({ template: "factorRemoved", userId, facts: { factor } }, tx);
    await recordAudit({ action: "factor.removed", ...whomOf(viewer), remoteAddress, facts: { factor } }, tx);
  });
  log.info({ userId: viewer.actor.userId, factor }, "factor.removed");
}

/**
 * Changes a person's factors, one change at a time. Sign-ins that wait began under the old ones, so they end; sessions
 * stay.
 */
const change = <T>(
  { actor: { userId } }: Viewer,
  work: (tx: Prisma.TransactionClient, userId: string) => Promise<T>,
): Promise<T> =>
  db().$transaction(async (tx) => {
    await lockFactors(userId, tx);
    await tx.pendingSignIn.deleteMany({ where: { userId } });
    return work(tx, userId);
  });

/** Gives a passkey another name. @throws {AppError} `not_found` */
export async function renamePasskey(viewer: Viewer, id: string, name: string): Promise<void> {
  const { userId } = viewer.actor;
  const { count } = await db().passkey.updateMany({ where: { id, userId }, data: { name } });
  if (count === 0) throw new AppError("not_found");
}

/**
 * Makes new recovery codes; the old ones count no more.
 * @returns them, for the only time
 * @throws {AppError} `proof_required`; `conflict` without a factor that they could stand in for
 */
export async function newRecoveryCodes(viewer: Viewer, remoteAddress: string | null): Promise<string[]> {
  requireProof(viewer);
  const codes = await change(viewer, async (tx, userId) => {
    if (!(await factorState(userId, tx)).hasFactor) throw new AppError("conflict");
    const made = await makeRecoveryCodes(userId, tx);
    await mailLater({ template: "recoveryCodesMade", userId }, tx);
    await recordAudit({ action: "factor.recovery_codes_made", ...whomOf(viewer), remoteAddress }, tx);
    return made;
  });
  log.info({ userId: viewer.actor.userId }, "factor.recovery_codes_made");
  return codes;
}
