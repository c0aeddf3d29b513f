import { recordAudit } from "../audit";
import { db } from "../db";
import { env } from "../env";
import { log } from "../log";
import { mailAdmins } from "./admins";
import { lockOrganization } from "./configurer";
import { fetchMetadata } from "./fetch-metadata";
import { CERTIFICATES_MAX, readMetadata } from "./metadata";
import { daysLeft, storedCertificates } from "./settings";

/**
 * Reads the metadata of all providers again that have an address for it, and follows their change of certificates: new
 * ones are added, old ones stay to their end. Nothing else is taken over: who holds the address must not become another
 * provider. Run by the worker, once a day.
 */
export async function refreshMetadata(now = new Date()): Promise<void> {
  const rows = await db().organizationSso.findMany({
    where: { metadataUrl: { not: null } },
    select: { organizationId: true, metadataUrl: true },
  });
  for (const { organizationId, metadataUrl } of rows) {
    if (!metadataUrl) continue;
    const fetched = await fetchMetadata(metadataUrl, { allowLoopback: env().SSO_ALLOW_LOOPBACK_METADATA });
    const read = fetched.ok ? readMetadata(fetched.text, now) : fetched;
    if (read.ok) await addCertificates(organizationId, metadataUrl, read.idp, now);
    else log.warn({ organizationId, problem: read.problem }, "sso.metadata_unreadable");
  }
}

async function addCertificates(
  organizationId: string,
  metadataUrl: string,
  idp: { entityId: string; certificates: { der: string }[] },
  now: Date,
): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockOrganization(organizationId, tx);
    const sso = await tx.organizationSso.findFirst({ where: { organizationId, metadataUrl } });
    if (!sso) return;
    if (sso.idpEntityId !== idp.entityId) {
      log.warn({ organizationId }, "sso.metadata_of_another_provider");
      return;
    }
    const read = idp.certificates.map((one) => one.der);
    const kept = storedCertificates(sso.certificates)
      .filter((one) => one.notAfter > now && !read.includes(one.der))
      .map((one) => one.der);
    const certificates = [...read, ...kept].slice(0, CERTIFICATES_MAX);
    const added = read.filter((der) => !sso.certificates.includes(der)).length;
    if (added === 0 && certificates.length === sso.certificates.length) return;
    await tx.organizationSso.update({ where: { organizationId }, data: { certificates } });
    const facts = { change: "certificates", added, certificates: certificates.length };
    await recordAudit({ action: "sso.changed", organizationId, facts }, tx);
    log.info({ organizationId, added }, "sso.certificates_followed");
  });
}

/** Days before the end of the last certificate at which the admins are told. */
const WARN_AT_DAYS = [1, 7, 30];

/**
 * Tells admins that single sign-on ends with the provider's last certificate: once at each step, however often this
 * runs. Run by the worker, once a day.
 */
export async function warnOfCertificates(now = Date.now()): Promise<void> {
  const rows = await db().organizationSso.findMany({
    where: { isEnabled: true },
    select: { organizationId: true, certificates: true, warnedDays: true },
  });
  for (const { organizationId, certificates, warnedDays } of rows) {
    const read = storedCertificates(certificates);
    const days = daysLeft(read, now);
    const step = days > 0 ? (WARN_AT_DAYS.find((one) => days <= one) ?? null) : null;
    if (days > 0 && step === null && warnedDays !== null)
      await db().organizationSso.updateMany({ where: { organizationId }, data: { warnedDays: null } });
    if (step === null || (warnedDays !== null && warnedDays <= step)) continue;
    const expiresAt = new Date(Math.max(...read.map((one) => one.notAfter.getTime())));
    await warn(organizationId, { step, warnedDays, days, expiresAt });
  }
}

async function warn(
  organizationId: string,
  {
    step,
    warnedDays,
    days,
    expiresAt,
  }: { step: number; warnedDays: number | null; days: number; expiresAt: Date },
): Promise<void> {
  await db().$transaction(async (tx) => {
    // Of two workers one finds the row as it was read.
    const { count } = await tx.organizationSso.updateMany({
      where: { organizationId, warnedDays },
      data: { warnedDays: step },
    });
    if (count === 0) return;
    const facts = { days, expiresAt: expiresAt.toISOString() };
    const admins = await mailAdmins(organizationId, { template: "certificateExpires", facts }, tx);
    log.warn({ organizationId, days, admins }, "sso.certificate_expires");
  });
}
