import { recordAudit } from "../audit";
import { countTry } from "../auth";
import { db } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { log } from "../log";
import { newSpKey } from "../saml";
import { type Configurer, lockOrganization, requireConfigurer, whoAndWhere } from "./configurer";
import { fetchMetadata, metadataAddress } from "./fetch-metadata";
import {
  type IdpReading,
  judgeIdp,
  type MetadataProblem,
  type PlainIdp,
  plainOf,
  readMetadata,
} from "./metadata";

/** Where metadata comes from: a document, or an address that is read again each day. */
export type MetadataSource = { text: string } | { address: string };

export type SourceProblem =
  | MetadataProblem
  | "unreachable"
  | "address_format"
  | { key: "throttled"; retryAfterSeconds: number };

/** What is about to be saved, to be looked at first. */
export type Preview = {
  idp: IdpReading;
  plain: PlainIdp;
  metadataUrl: string | null;
  /** How it stands to the provider that people sign in through now: that one again, or another; null without one. */
  standing: "same" | "other" | null;
};

/**
 * Reads metadata for an organization. Nothing is stored.
 * @throws {AppError} as {@link requireConfigurer}
 */
export async function previewIdp(
  by: Configurer,
  organizationId: string,
  source: MetadataSource,
): Promise<{ ok: true; preview: Preview } | { ok: false; problem: SourceProblem }> {
  requireConfigurer(by, organizationId);
  const text = "text" in source ? source.text : await fetchFor(by, organizationId, source.address);
  if (typeof text !== "string") return { ok: false, problem: text.problem };
  const read = readMetadata(text);
  if (!read.ok) return read;
  const present = await db().organizationSso.findUnique({ where: { organizationId } });
  const metadataUrl = "address" in source ? source.address : null;
  const isSame = present?.idpEntityId === read.idp.entityId;
  const standing = present?.isEnabled ? (isSame ? "same" : "other") : null;
  return { ok: true, preview: { idp: read.idp, plain: plainOf(read.idp), metadataUrl, standing } };
}

async function fetchFor(
  by: Configurer,
  organizationId: string,
  address: string,
): Promise<string | { problem: SourceProblem }> {
  const allowLoopback = env().SSO_ALLOW_LOOPBACK_METADATA;
  if (!metadataAddress(address, allowLoopback)) return { problem: "address_format" };
  if (by.actor.kind !== "system") {
    const tried = await countTry("metadata", organizationId);
    if (!tried.allowed) return { problem: { key: "throttled", retryAfterSeconds: tried.retryAfterSeconds } };
  }
  const fetched = await fetchMetadata(address, { allowLoopback });
  log.info({ organizationId, ok: fetched.ok }, "sso.metadata_fetched");
  return fetched.ok ? fetched.text : fetched;
}

/**
 * Makes a provider the organization's. Our own key pair is made with the first one and stays. Another provider than
 * before is switched off until a test sign-in has passed: nobody must be locked out by a wrong file.
 * @throws {AppError} as {@link requireConfigurer}
 */
export async function saveIdp(
  by: Configurer,
  organizationId: string,
  { idp: plain, metadataUrl }: { idp: PlainIdp; metadataUrl: string | null },
): Promise<{ ok: true } | { ok: false; problem: MetadataProblem | "address_format" }> {
  requireConfigurer(by, organizationId);
  const judged = judgeIdp(plain);
  if (!judged.ok) return judged;
  const address = metadataUrl && metadataAddress(metadataUrl, env().SSO_ALLOW_LOOPBACK_METADATA);
  if (metadataUrl && !address) return { ok: false, problem: "address_format" };
  const { idp } = judged;
  const provider = {
    idpEntityId: idp.entityId,
    ssoUrl: idp.ssoUrl,
    sloUrl: idp.sloUrl,
    certificates: idp.certificates.map((one) => one.der),
    metadataUrl: address ? address.href : null,
    testedAt: null,
    warnedDays: null,
  };
  // Outside of the transaction: a key of 3072 bits takes its time.
  const key = (await db().organizationSso.findUnique({ where: { organizationId } }))
    ? null
    : await newSpKey(organizationId, new URL(env().PUBLIC_URL).hostname);
  await db().$transaction(async (tx) => {
    await lockOrganization(organizationId, tx);
    const present = await tx.organizationSso.findUnique({ where: { organizationId } });
    const isOther = present !== null && present.idpEntityId !== idp.entityId;
    if (present)
      await tx.organizationSso.update({
        where: { organizationId },
        data: { ...provider, ...(isOther && { isEnabled: false }) },
      });
    else await tx.organizationSso.create({ data: { organizationId, ...provider, ...keyOf(key) } });
    if (isOther)
      await tx.organization.update({ where: { id: organizationId }, data: { requiresSso: false } });
    const facts = {
      change: present ? (isOther ? "provider_replaced" : "provider_updated") : "provider_set",
      source: address ? "address" : "document",
      certificates: provider.certificates.length,
    };
    await recordAudit({ action: "sso.changed", ...whoAndWhere(by, organizationId), facts }, tx);
  });
  log.info({ organizationId }, "sso.provider_saved");
  return { ok: true };
}

function keyOf<T>(key: T | null): T {
  // The provider was removed between the two look-ups; the next try makes a key.
  if (!key) throw new AppError("conflict");
  return key;
}

/**
 * Takes the provider away, and our key pair with it. Who people were to it stays noted: with the same provider they are
 * the same people again.
 * @throws {AppError} as {@link requireConfigurer}
 */
export async function removeIdp(by: Configurer, organizationId: string): Promise<void> {
  requireConfigurer(by, organizationId);
  await db().$transaction(async (tx) => {
    await lockOrganization(organizationId, tx);
    const { count } = await tx.organizationSso.deleteMany({ where: { organizationId } });
    if (count === 0) return;
    await tx.organization.update({ where: { id: organizationId }, data: { requiresSso: false } });
    const facts = { change: "provider_removed" };
    await recordAudit({ action: "sso.changed", ...whoAndWhere(by, organizationId), facts }, tx);
  });
  log.info({ organizationId }, "sso.provider_removed");
}
