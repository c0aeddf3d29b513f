import { z } from "zod";
import { sendActivation } from "../activation";
import { recordAudit } from "../audit";
import { countTry, passwordPolicyFields, signsInByPassword } from "../auth";
import { personAddress } from "../auth/input";
import { seal, unseal } from "../crypto";
import { db, pool } from "../db";
import type { Role } from "../generated/prisma/enums";
import { lockPerson, makeLink } from "../links";
import { log } from "../log";
import { mailLater } from "../mail";

/** The job that answers a request, and where its payload is sealed for. */
export const RECOVERY_JOB = "recovery:request";
export const RECOVERY_PLACE = "recovery";

export type Requested = { ok: true } | { ok: false; retryAfterSeconds: number };

const payload = z.object({ sealed: z.string() });
const request = z.object({
  address: personAddress,
  /** Language of the page, for somebody whose account names none. */
  locale: z.string(),
  remoteAddress: z.string().nullable(),
});

/**
 * Takes a request for a new password. Whose address it is, and whether it is anybody's, is looked up by the worker: the
 * answer is the same for all, and takes as long.
 */
export async function requestRecovery(input: z.output<typeof request>): Promise<Requested> {
  const tries = [
    await countTry("mailAddress", input.remoteAddress ?? "unknown"),
    await countTry("mailAccount", input.address),
  ];
  const over = tries.flatMap((tried) => (tried.allowed ? [] : [tried.retryAfterSeconds]));
  if (over.length > 0) return { ok: false, retryAfterSeconds: Math.max(...over) };
  const sealed = seal(JSON.stringify(input), RECOVERY_PLACE);
  await pool().query(`SELECT graphile_worker.add_job($1, $2::json)`, [
    RECOVERY_JOB,
    JSON.stringify({ sealed }),
  ]);
  return { ok: true };
}

/** What somebody who asked gets. */
type Answer = "recover" | "recoverBySso" | "activate" | "nothing";

/**
 * Answers a request: by a link, by word of how to sign in instead, or not at all, also when the person had enough mails
 * for now. Run by the worker.
 */
export async function answerRequest(job: unknown): Promise<void> {
  const { sealed } = payload.parse(job);
  const { address, locale, remoteAddress } = request.parse(JSON.parse(unseal(sealed, RECOVERY_PLACE)));
  const found = await db().user.findFirst({
    where: { OR: [{ email: address }, { videoAddress: address }] },
    select: { id: true, organizationId: true, partnerId: true },
  });
  // Both addresses of a person are one account. At the request nobody knows that, and must not.
  const tried = found && (await countTry("mailAccount", found.id));
  if (tried && !tried.allowed) {
    log.warn({ userId: found.id, limit: "mailAccount" }, "password.recovery_throttled");
    if (!tried.isFirst) return;
    const { id: subjectId, organizationId, partnerId } = found;
    const facts = { answer: "throttled" };
    return recordAudit({
      action: "password.recovery_requested",
      subjectId,
      organizationId,
      partnerId,
      remoteAddress,
      facts,
    });
  }
  const answer = await db().$transaction(async (tx): Promise<Answer> => {
    if (found) await lockPerson(found.id, tx);
    const user =
      found &&
      (await tx.user.findUnique({
        where: { id: found.id },
        select: {
          id: true,
          state: true,
          passwordHash: true,
          organizationId: true,
          partnerId: true,
          ...passwordPolicyFields,
        },
      }));
    const given = user ? answerFor(user) : "nothing";
    const userId = user?.id ?? "";
    if (given === "activate") await sendActivation(userId, tx, locale);
    if (given === "recoverBySso") await mailLater({ template: given, userId, locale }, tx);
    if (given === "recover")
      await mailLater({ template: given, userId, locale, ...(await makeLink(userId, given, tx)) }, tx);
    const whom = { subjectId: user?.id, organizationId: user?.organizationId, partnerId: user?.partnerId };
    await recordAudit(
      { action: "password.recovery_requested", ...whom, remoteAddress, facts: { answer: given } },
      tx,
    );
    return given;
  });
  log.info({ userId: found?.id ?? null, answer }, "password.recovery_requested");
}

function answerFor(user: {
  id: string;
  role: Role;
  state: string;
  passwordHash: string | null;
  organization: { requiresSso: boolean; breakGlassUserId: string | null } | null;
}): Answer {
  if (user.state === "INVITED") return "activate";
  if (user.state !== "ACTIVE") return "nothing";
  return user.passwordHash !== null && signsInByPassword(user) ? "recover" : "recoverBySso";
}
