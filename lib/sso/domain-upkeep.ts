import { recordAudit } from "../audit";
import { db } from "../db";
import type { Prisma } from "../generated/prisma/client";
import { log } from "../log";
import { mailAdmins } from "./admins";
import { lockOrganization } from "./configurer";
import { dropJustInTime } from "./domains";
import { findProof } from "./txt-record";

/** A domain is lost when its record was missing on so many days in a row. */
export const MISSING_DAYS_MAX = 7;

/** A domain is looked at once a day, however often this runs: less than a day, since jobs do not run to the second. */
const LOOK_EVERY = "20 hours";

type Claim = { id: string; organizationId: string; domain: string; token: string; missingDays: number };

/**
 * Looks for the records of all domains again that were verified by one: who gave a domain up, or lost it, must not go on
 * being believed about its people. One whose record is gone for {@link MISSING_DAYS_MAX} days in a row is verified no
 * more, and the admins are told on the first and on the last of them. DNS servers that do not answer say nothing of the
 * record. What the operator vouched for has none. Run by the worker, once a day.
 */
export async function lookUpDomains(now = new Date()): Promise<void> {
  for (;;) {
    const claim = await nextDue(now);
    if (!claim) return;
    const proof = await findProof(claim.domain, claim.token);
    if (proof === "proven") await noteFound(claim);
    if (proof === "missing") await noteMissing(claim);
    if (proof === "unanswered") log.warn({ domainId: claim.id }, "domain.unanswered");
  }
}

/** Takes one for today: of two workers each takes another. */
async function nextDue(now: Date): Promise<Claim | null> {
  const [claim] = await db().$queryRaw<Claim[]>`
    UPDATE "OrganizationDomain" SET "lookedUpAt" = ${now}
    WHERE "id" = (
      SELECT "id" FROM "OrganizationDomain"
      WHERE "verifiedAt" IS NOT NULL AND "verifiedBy" = 'dns'
        AND ("lookedUpAt" IS NULL OR "lookedUpAt" < ${now}::timestamptz - ${LOOK_EVERY}::interval)
      ORDER BY "id" LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING "id"::text, "organizationId"::text, "domain", "token", "missingDays"`;
  return claim ?? null;
}

async function noteFound({ id }: Claim): Promise<void> {
  await db().organizationDomain.updateMany({ where: { id }, data: { missingDays: 0 } });
}

async function noteMissing({ id, organizationId, domain, missingDays: before }: Claim): Promise<void> {
  const missingDays = before + 1;
  const isLost = missingDays >= MISSING_DAYS_MAX;
  await db().$transaction(async (tx) => {
    await lockOrganization(organizationId, tx);
    const data: Prisma.OrganizationDomainUpdateManyMutationInput = isLost
      ? { missingDays: 0, verifiedAt: null, verifiedBy: null }
      : { missingDays };
    // Given up, or vouched for, in the meantime.
    const where = { id, verifiedBy: "dns", missingDays: before };
    const { count } = await tx.organizationDomain.updateMany({ where, data });
    if (count === 0) return;
    log.warn({ organizationId, domainId: id, missingDays }, isLost ? "domain.lost" : "domain.missing");
    if (isLost) await mailAdmins(organizationId, { template: "domainLost", facts: { domain } }, tx);
    else if (missingDays === 1) {
      const facts = { domain, days: MISSING_DAYS_MAX - missingDays };
      await mailAdmins(organizationId, { template: "domainMissing", facts }, tx);
    }
    if (!isLost) return;
    await dropJustInTime(organizationId, tx);
    await recordAudit({ action: "domain.lost", organizationId, facts: { domain, missingDays } }, tx);
  });
}
