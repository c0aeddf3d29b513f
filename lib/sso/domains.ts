import { recordAudit } from "../audit";
import { countTry, newToken } from "../auth";
import { db, violatedIndex } from "../db";
import { AppError } from "../errors";
import type { Prisma } from "../generated/prisma/client";
import { log } from "../log";
import { type Configurer, lockOrganization, requireConfigurer, whoAndWhere } from "./configurer";
import { type DomainProblem, readDomain } from "./domain-name";
import { findProof, type ProofRecord, proofRecord } from "./txt-record";

/** More than any organization has; each is a question to DNS. */
const DOMAINS_MAX = 50;

export type Claimed =
  | { ok: true; domainId: string; domain: string; record: ProofRecord }
  | { ok: false; problem: DomainProblem | "already_claimed" | "too_many" };

/**
 * Notes that an organization says a domain is its own. That counts for nothing until it is verified.
 * @throws {AppError} as {@link requireConfigurer}
 */
export async function claimDomain(by: Configurer, organizationId: string, typed: string): Promise<Claimed> {
  requireConfigurer(by, organizationId);
  const read = readDomain(typed);
  if (!read.ok) return read;
  const { domain } = read;
  const token = newToken();
  const claimed = await db().$transaction(async (tx): Promise<Claimed> => {
    await lockOrganization(organizationId, tx);
    const own = await tx.organizationDomain.findMany({ where: { organizationId }, select: { domain: true } });
    if (own.some((one) => one.domain === domain)) return { ok: false, problem: "already_claimed" };
    if (own.length >= DOMAINS_MAX) return { ok: false, problem: "too_many" };
    const { id } = await tx.organizationDomain.create({ data: { organizationId, domain, token } });
    await recordAudit(
      { action: "domain.claimed", ...whoAndWhere(by, organizationId), facts: { domain } },
      tx,
    );
    return { ok: true, domainId: id, domain, record: proofRecord(domain, token) };
  });
  if (claimed.ok) log.info({ organizationId, domainId: claimed.domainId }, "domain.claimed");
  return claimed;
}

export type Verified =
  | { ok: true }
  // `taken`: said only once the proof was there, so that nobody learns from it who uses the service.
  | { ok: false; reason: "missing" | "unanswered" | "taken" }
  | { ok: false; reason: "throttled"; retryAfterSeconds: number };

/**
 * Looks in DNS whether a claim is proven.
 * @throws {AppError} as {@link requireConfigurer}, and `not_found` for a claim of another organization
 */
export async function checkDomain(
  by: Configurer,
  organizationId: string,
  domainId: string,
): Promise<Verified> {
  requireConfigurer(by, organizationId);
  const row = await getClaim(organizationId, { id: domainId });
  if (row.verifiedAt) return { ok: true };
  const tried = await countTry("domain", organizationId);
  if (!tried.allowed) return { ok: false, reason: "throttled", retryAfterSeconds: tried.retryAfterSeconds };
  const proof = await findProof(row.domain, row.token);
  log.info({ organizationId, domainId, proof }, "domain.checked");
  return proof === "proven" ? verify(by, row, "dns") : { ok: false, reason: proof };
}

/**
 * Takes the operator's word for a claim, which is made when there is none.
 * @throws {AppError} `forbidden` for anybody but the command line
 */
export async function vouchForDomain(
  by: Configurer,
  organizationId: string,
  typed: string,
): Promise<Verified | Extract<Claimed, { ok: false }>> {
  if (by.actor.kind !== "system") throw new AppError("forbidden");
  const claimed = await claimDomain(by, organizationId, typed);
  if (!claimed.ok && claimed.problem !== "already_claimed") return claimed;
  const read = readDomain(typed);
  const row = await getClaim(organizationId, { domain: read.ok ? read.domain : "" });
  return row.verifiedAt ? { ok: true } : verify(by, row, "operator");
}

type Claim = Prisma.OrganizationDomainGetPayload<object>;

/** @throws {AppError} `not_found` */
async function getClaim(organizationId: string, which: { id: string } | { domain: string }): Promise<Claim> {
  const row = await db().organizationDomain.findFirst({ where: { organizationId, ...which } });
  if (!row) throw new AppError("not_found");
  return row;
}

async function verify(
  by: Configurer,
  { id, domain, organizationId }: Claim,
  verifiedBy: "dns" | "operator",
): Promise<Verified> {
  try {
    return await db().$transaction(async (tx): Promise<Verified> => {
      // Video addresses of an organization are its own from the start.
      const videoDomain = { videoDomain: domain, id: { not: organizationId } };
      if ((await tx.organization.count({ where: videoDomain })) > 0) return { ok: false, reason: "taken" };
      const { count } = await tx.organizationDomain.updateMany({
        where: { id, verifiedAt: null },
        data: { verifiedAt: new Date(), verifiedBy, lookedUpAt: new Date(), missingDays: 0 },
      });
      if (count > 0) {
        const facts = { domain, verifiedBy };
        await recordAudit({ action: "domain.verified", ...whoAndWhere(by, organizationId), facts }, tx);
      }
      return { ok: true };
    });
  } catch (error) {
    // The index decides: of two organizations that prove one domain, the first keeps it.
    if (violatedIndex(error) === "OrganizationDomain_one_verified") return { ok: false, reason: "taken" };
    throw error;
  }
}

/**
 * Gives a domain up. With the last verified one, accounts are no longer made by themselves.
 * @throws {AppError} as {@link requireConfigurer}; a claim that is not there is as wished
 */
export async function removeDomain(by: Configurer, organizationId: string, domainId: string): Promise<void> {
  requireConfigurer(by, organizationId);
  await db().$transaction(async (tx) => {
    await lockOrganization(organizationId, tx);
    const row = await tx.organizationDomain.findFirst({ where: { id: domainId, organizationId } });
    if (!row) return;
    await tx.organizationDomain.delete({ where: { id: domainId } });
    await dropJustInTime(organizationId, tx);
    const facts = { domain: row.domain, wasVerified: row.verifiedAt !== null };
    await recordAudit({ action: "domain.removed", ...whoAndWhere(by, organizationId), facts }, tx);
  });
  log.info({ organizationId, domainId }, "domain.removed");
}

/** Without a verified domain, accounts are not made by themselves. */
export async function dropJustInTime(organizationId: string, tx: Prisma.TransactionClient): Promise<void> {
  const verified = { organizationId, verifiedAt: { not: null } };
  if ((await tx.organizationDomain.count({ where: verified })) === 0)
    await tx.organizationSso.updateMany({ where: { organizationId }, data: { justInTime: false } });
}
