import { type Actor, canOnPerson } from "../access";
import { recordAudit } from "../audit";
import {
  digestOf,
  endSessionsOf,
  factorState,
  forgetDevices,
  lockFactors,
  newToken,
  personOf,
  requireProof,
  type Viewer,
} from "../auth";
import { db, violatedIndex } from "../db";
import { AppError } from "../errors";
import type { Prisma } from "../generated/prisma/client";
import { log } from "../log";
import { mailLater } from "../mail";
import { loadPerson, personFacts } from "../people";
import { Hour } from "../time";

/** Between asking for a reset and the reset, in milliseconds: time for the owner to stop it. */
const RESET_WAIT_MS = 24 * Hour.ms;

const open = { stoppedAt: null, doneAt: null };

type Person = { id: string; organizationId: string | null; partnerId: string | null };
const about = ({ id, organizationId, partnerId }: Person) => ({ subjectId: id, organizationId, partnerId });

/**
 * Asks for the removal of somebody's second factors, because they are lost. It happens after a day, and the owner is told
 * at once, with a link that stops it.
 * @throws {AppError} `proof_required`; `not_found` for people whom the viewer does not look after; `conflict` when there
 * is no factor, or a reset waits already
 */
export async function requestReset(
  viewer: Viewer,
  userId: string,
  remoteAddress: string | null,
  now = Date.now(),
): Promise<void> {
  requireProof(viewer);
  const person = await loadPerson(viewer.actor, "person.resetFactor", userId);
  if (!(await factorState(userId)).hasFactor) throw new AppError("conflict");
  const token = newToken();
  const effectiveAt = new Date(now + RESET_WAIT_MS);
  const actorId = viewer.actor.userId;
  try {
    await db().$transaction(async (tx) => {
      await tx.factorReset.create({
        data: {
          userId,
          requestedById: actorId,
          requestedAt: new Date(now),
          effectiveAt,
          stopTokenHash: digestOf(token),
        },
      });
      const until = effectiveAt.toISOString();
      const path = `/factor-reset/stop/open?token=${token}`;
      await mailLater({ template: "factorResetRequested", userId, path, until }, tx);
      await recordAudit(
        { action: "factor.reset_requested", actorId, ...about(person), remoteAddress, facts: { until } },
        tx,
      );
    });
  } catch (error) {
    // The index decides: one open reset a person.
    if (violatedIndex(error) === "FactorReset_one_open") throw new AppError("conflict");
    throw error;
  }
  log.info({ userId, actorId }, "factor.reset_requested");
}

/**
 * Takes a reset back, by anybody who could have asked for it.
 * @throws {AppError} `not_found`
 */
export async function cancelReset(
  actor: Actor & { userId: string },
  userId: string,
  remoteAddress: string | null,
): Promise<void> {
  const person = await loadPerson(actor, "person.resetFactor", userId);
  if (!(await stop({ userId }, person, actor.userId, remoteAddress))) throw new AppError("not_found");
}

/** How far the reset behind a mailed link is. */
export type ResetState =
  | { state: "open"; effectiveAt: Date }
  | { state: "stopped" | "done" }
  // No such link, or none any more.
  | { state: "unknown" };

export async function resetBehind(token: string | undefined): Promise<ResetState> {
  const row = token ? await db().factorReset.findUnique({ where: { stopTokenHash: digestOf(token) } }) : null;
  if (!row) return { state: "unknown" };
  if (row.doneAt) return { state: "done" };
  return row.stoppedAt ? { state: "stopped" } : { state: "open", effectiveAt: row.effectiveAt };
}

/** Stops the reset behind a mailed link: who has the owner's mail is the owner. What is over stays as it is. */
export async function stopReset(token: string, remoteAddress: string | null): Promise<void> {
  const stopTokenHash = digestOf(token);
  const row = await db().factorReset.findUnique({ where: { stopTokenHash }, include: { user: true } });
  if (row) await stop({ stopTokenHash }, row.user, row.userId, remoteAddress);
}

/** When the reset of a person's own factors happens; null when none waits. */
export async function ownReset(userId: string): Promise<{ effectiveAt: Date } | null> {
  return db().factorReset.findFirst({ where: { userId, ...open }, select: { effectiveAt: true } });
}

/** Stops the reset of one's own factors. */
export async function stopOwnReset({ actor }: Viewer, remoteAddress: string | null): Promise<void> {
  const person = await db().user.findUniqueOrThrow({ where: { id: actor.userId } });
  await stop({ userId: actor.userId }, person, actor.userId, remoteAddress);
}

async function stop(
  which: Prisma.FactorResetWhereInput,
  person: Person,
  stoppedById: string,
  remoteAddress: string | null,
): Promise<boolean> {
  const stopped = await db().$transaction(async (tx) => {
    const data = { stoppedAt: new Date(), stoppedById };
    const { count } = await tx.factorReset.updateMany({ where: { ...which, ...open }, data });
    if (count > 0) {
      const entry = { actorId: stoppedById, ...about(person), remoteAddress };
      await recordAudit({ action: "factor.reset_stopped", ...entry }, tx);
    }
    return count > 0;
  });
  if (stopped) log.info({ userId: person.id, actorId: stoppedById }, "factor.reset_stopped");
  return stopped;
}

/** Resets at a time: a run is over before the next one. */
const BATCH = 100;

/** Does the resets whose time has come. Run by the worker; twice at once does no harm. @returns how many were done */
export async function runDueResets(now = new Date()): Promise<number> {
  const due = await db().factorReset.findMany({
    where: { ...open, effectiveAt: { lte: now } },
    select: { id: true },
    orderBy: { effectiveAt: "asc" },
    take: BATCH,
  });
  let done = 0;
  for (const { id } of due) if (await runReset(id, now)) done++;
  return done;
}

const runReset = (id: string, now: Date): Promise<boolean> =>
  db().$transaction(async (tx) => {
    // Taken in the statement that looks whether it is still open: a stop at the same moment comes before or too late.
    const where = { id, ...open, effectiveAt: { lte: now } };
    const [reset] = await tx.factorReset.updateManyAndReturn({ where, data: { doneAt: now } });
    if (!reset) return false;
    const { userId } = reset;
    const [person, requester] = await Promise.all(
      [userId, reset.requestedById].map((one) =>
        tx.user.findUniqueOrThrow({
          where: { id: one },
          include: { organization: { select: { partnerId: true } } },
        }),
      ),
    );
    if (!person || !requester) return false;
    // Who asked may have lost the right to since, and an account that was taken over would be closed.
    const actor = requester.state === "ACTIVE" ? personOf(requester) : null;
    if (!actor || !canOnPerson(actor, "person.resetFactor", personFacts(person))) {
      await tx.factorReset.update({ where: { id }, data: { doneAt: null, stoppedAt: now } });
      await recordAudit(
        { action: "factor.reset_stopped", ...about(person), facts: { why: "requester_may_not" } },
        tx,
      );
      log.warn({ userId, actorId: requester.id }, "factor.reset_stopped");
      return false;
    }
    await lockFactors(userId, tx);
    await tx.totpFactor.deleteMany({ where: { userId } });
    await tx.passkey.deleteMany({ where: { userId } });
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.pendingSignIn.deleteMany({ where: { userId } });
    await forgetDevices(userId, tx);
    const sessionsEnded = await endSessionsOf(userId, null, tx);
    await mailLater({ template: "factorResetDone", userId }, tx);
    const entry = { actorId: requester.id, ...about(person), facts: { sessionsEnded } };
    await recordAudit({ action: "factor.reset_done", ...entry }, tx);
    log.info({ userId, sessionsEnded }, "factor.reset_done");
    return true;
  });
