import { recordAudit } from "../audit";
import { SESSIONS_CHANGED } from "../auth";
import { db } from "../db";
import { AppError } from "../errors";
import type { Prisma } from "../generated/prisma/client";
import { log } from "../log";
import { type Configurer, lockOrganization, requireConfigurer, whoAndWhere } from "./configurer";

/** What an organization decides about signing in. */
export type RuleChange =
  | { rule: "enabled" | "justInTime" | "wantsEncrypted" | "secondFactor"; on: boolean }
  | { rule: "required"; on: false }
  | { rule: "required"; on: true; breakGlassUserId: string };

/** Why a rule cannot be so. The interface has words for each (`sso.refusals`). */
export type RuleRefusal =
  | "no_provider"
  | "not_tested"
  | "not_enabled"
  | "no_break_glass"
  | "no_verified_domain";

export type RuleChanged = { ok: true; endedSessions: number } | { ok: false; reason: RuleRefusal };

type Present = Prisma.OrganizationGetPayload<{ include: { sso: true } }>;

/**
 * Changes one rule.
 * @throws {AppError} as {@link requireConfigurer}
 */
export async function changeRule(
  by: Configurer,
  organizationId: string,
  change: RuleChange,
): Promise<RuleChanged> {
  requireConfigurer(by, organizationId);
  const changed = await db().$transaction(async (tx): Promise<RuleChanged> => {
    await lockOrganization(organizationId, tx);
    const present = await tx.organization.findUnique({
      where: { id: organizationId },
      include: { sso: true },
    });
    if (!present) throw new AppError("not_found");
    const reason = await refusalOf(by, present, change, tx);
    if (reason) return { ok: false, reason };
    await write(organizationId, change, tx);
    const endedSessions =
      change.rule === "required" && change.on
        ? await endPasswordSessions(by, organizationId, change.breakGlassUserId, tx)
        : 0;
    const action =
      change.rule === "secondFactor" || change.rule === "required" ? "policy.changed" : "sso.changed";
    const facts = { change: change.rule, on: change.on, endedSessions };
    await recordAudit({ action, ...whoAndWhere(by, organizationId), facts }, tx);
    return { ok: true, endedSessions };
  });
  log.info({ organizationId, rule: change.rule, on: change.on, ok: changed.ok }, "sso.rule_changed");
  return changed;
}

async function refusalOf(
  by: Configurer,
  { id: organizationId, sso }: Present,
  change: RuleChange,
  tx: Prisma.TransactionClient,
): Promise<RuleRefusal | null> {
  if (change.rule === "secondFactor" || !change.on) return null;
  if (!sso) return "no_provider";
  switch (change.rule) {
    case "enabled":
      // At the command line nobody can sign in for a test; who sits there answers for it.
      return sso.isEnabled || sso.testedAt || by.actor.kind === "system" ? null : "not_tested";
    case "justInTime": {
      const verified = { organizationId, verifiedAt: { not: null } };
      return (await tx.organizationDomain.count({ where: verified })) > 0 ? null : "no_verified_domain";
    }
    case "wantsEncrypted":
      return null;
    case "required": {
      if (!sso.isEnabled) return "not_enabled";
      const where = { ...breakGlassAdmins(organizationId), id: change.breakGlassUserId };
      return (await tx.user.count({ where })) > 0 ? null : "no_break_glass";
    }
  }
}

/** The admins who can open the door when the provider is broken. */
export const breakGlassAdmins = (organizationId: string) =>
  ({
    organizationId,
    role: "ORG_ADMIN",
    state: "ACTIVE",
    passwordHash: { not: null },
  }) satisfies Prisma.UserWhereInput;

async function write(
  organizationId: string,
  change: RuleChange,
  tx: Prisma.TransactionClient,
): Promise<void> {
  const { rule, on } = change;
  const organization = { where: { id: organizationId } };
  const sso = { where: { organizationId } };
  switch (rule) {
    case "secondFactor":
      await tx.organization.update({ ...organization, data: { requiresSecondFactor: on } });
      break;
    case "required":
      await tx.organization.update({
        ...organization,
        data: on ? { requiresSso: true, breakGlassUserId: change.breakGlassUserId } : { requiresSso: false },
      });
      break;
    case "enabled":
      // What is off cannot be required: nobody could sign in.
      if (!on) await tx.organization.update({ ...organization, data: { requiresSso: false } });
      await tx.organizationSso.updateMany({ ...sso, data: { isEnabled: on } });
      break;
    case "justInTime":
      await tx.organizationSso.updateMany({ ...sso, data: { justInTime: on } });
      break;
    case "wantsEncrypted":
      await tx.organizationSso.updateMany({ ...sso, data: { wantsEncrypted: on } });
      break;
  }
}

/**
 * Ends what began by password (activation and recovery set one): sessions, and sign-ins that wait for a second factor.
 * The break-glass admin's stay, and the one in which this was asked for, so that its answer can be read.
 */
async function endPasswordSessions(
  by: Configurer,
  organizationId: string,
  breakGlassUserId: string,
  tx: Prisma.TransactionClient,
): Promise<number> {
  const own = "sessionId" in by ? by.sessionId : null;
  await tx.pendingSignIn.deleteMany({
    where: { method: { not: "saml" }, userId: { not: breakGlassUserId }, user: { organizationId } },
  });
  const [{ count } = { count: 0 }] = await tx.$queryRaw<{ count: number }[]>`
    WITH gone AS (
      DELETE FROM "Session" USING "User" u
      WHERE "Session"."userId" = u."id" AND u."organizationId" = ${organizationId}::uuid
        AND u."id" <> ${breakGlassUserId}::uuid AND "Session"."id" IS DISTINCT FROM ${own}::uuid
        AND "Session"."method" <> 'saml'
      RETURNING "Session"."userId"),
    told AS (SELECT pg_notify(${SESSIONS_CHANGED}, "userId"::text) FROM (SELECT DISTINCT "userId" FROM gone) AS people)
    SELECT (SELECT count(*) FROM gone)::int AS count, (SELECT count(*) FROM told)::int AS told`;
  return count;
}
