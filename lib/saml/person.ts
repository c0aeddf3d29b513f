import type { AuditEntry } from "../audit";
import type { Prisma } from "../generated/prisma/client";
import type { Assertion } from "./assertion";
import { addressesOf, displayNameOf } from "./attributes";
import type { ServiceProvider } from "./service-provider";
import { newVideoAddress } from "./video-address";

/** Why somebody whom the provider confirmed is not let in. For the log, the audit and a test sign-in's report. */
export type NoPerson =
  | "unknown"
  | "closed"
  /** The addresses lead to several people. */
  | "ambiguous"
  /** The person is known to the provider under another NameID already. */
  | "linked_elsewhere"
  /** Just-in-time creation is on, but the address has an account somewhere else. */
  | "address_taken";

/** Who a confirmed person is here, and what making it so takes. */
export type Match =
  | { ok: true; userId: string; how: "known" | "first_link"; isInvited: boolean }
  | { ok: true; userId: null; how: "new"; email: string; displayName: string }
  | { ok: false; why: NoPerson };

/** An assertion whose NameID and issuer have been checked. */
export type Confirmed = Assertion & { nameId: string };

const mayEnter = (state: string) => state === "ACTIVE" || state === "INVITED";

/**
 * Finds the person of this organization, and of no other, whom the provider means: by issuer and NameID; at the first
 * time by an address on a domain that is the organization's. Writes nothing.
 */
export async function matchPerson(
  tx: Prisma.TransactionClient,
  sp: ServiceProvider,
  assertion: Confirmed,
): Promise<Match> {
  const known = await findKnown(tx, sp, assertion);
  if (known) return known;
  // Somebody's first two sign-ins at the same moment: the second one waits, and finds what the first one made.
  const { id: organizationId } = sp.organization;
  const issuer = sp.idp.entityId;
  const place = JSON.stringify(["saml", organizationId, issuer, assertion.nameId]);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${place}, 0))`;
  return (await findKnown(tx, sp, assertion)) ?? findByAddress(tx, sp, assertion);
}

async function findKnown(
  tx: Prisma.TransactionClient,
  sp: ServiceProvider,
  { nameId }: Confirmed,
): Promise<Match | null> {
  const organizationId = sp.organization.id;
  const [known] = await tx.$queryRaw<{ id: string; state: string; organizationId: string | null }[]>`
    SELECT u."id"::text, u."state"::text, u."organizationId"::text
    FROM "FederatedIdentity" f JOIN "User" u ON u."id" = f."userId"
    WHERE f."organizationId" = ${organizationId}::uuid AND f."issuer" = ${sp.idp.entityId} AND f."nameId" = ${nameId}`;
  if (!known) return null;
  const { id, state } = known;
  return known.organizationId === organizationId && mayEnter(state)
    ? { ok: true, userId: id, how: "known", isInvited: state === "INVITED" }
    : { ok: false, why: "closed" };
}

async function findByAddress(
  tx: Prisma.TransactionClient,
  sp: ServiceProvider,
  assertion: Confirmed,
): Promise<Match> {
  const { id: organizationId } = sp.organization;
  const issuer = sp.idp.entityId;
  const verified = await tx.organizationDomain.findMany({
    where: { organizationId, verifiedAt: { not: null } },
    select: { domain: true },
  });
  const domains = new Set(verified.map(({ domain }) => domain));
  const addresses = addressesOf(assertion);
  const ours = addresses.filter(
    (one) => domains.has(domainOf(one)) || domainOf(one) === sp.organization.videoDomain,
  );
  const people = await tx.user.findMany({
    where: { organizationId, OR: [{ email: { in: ours } }, { videoAddress: { in: ours } }] },
    select: {
      id: true,
      state: true,
      identities: { where: { organizationId, issuer }, select: { id: true } },
    },
    take: 2,
  });
  const [only, second] = people;
  // An address that its owner may change at the provider must not lead to a colleague's account.
  if (second) return { ok: false, why: "ambiguous" };
  if (only) {
    if (only.identities.length > 0) return { ok: false, why: "linked_elsewhere" };
    if (!mayEnter(only.state)) return { ok: false, why: "closed" };
    return { ok: true, userId: only.id, how: "first_link", isInvited: only.state === "INVITED" };
  }
  const email = addresses.find((one) => domains.has(domainOf(one)));
  if (!sp.justInTime || !email) return { ok: false, why: "unknown" };
  const taken = await tx.user.count({ where: { OR: [{ email }, { videoAddress: email }] } });
  if (taken > 0) return { ok: false, why: "address_taken" };
  const displayName = displayNameOf(assertion) ?? email.slice(0, email.indexOf("@"));
  return { ok: true, userId: null, how: "new", email, displayName };
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);

/**
 * Makes a match so: links, activates, creates.
 * @returns who it is, and the events to record at the transaction's end
 */
export async function settlePerson(
  tx: Prisma.TransactionClient,
  sp: ServiceProvider,
  assertion: Confirmed,
  match: Extract<Match, { ok: true }>,
): Promise<{ userId: string; events: AuditEntry[] }> {
  const organizationId = sp.organization.id;
  const identity = { organizationId, issuer: sp.idp.entityId, nameId: assertion.nameId };
  const userId = match.userId ?? (await createPerson(tx, sp, match));
  const event = (action: AuditEntry["action"]): AuditEntry => ({
    action,
    actorId: userId,
    subjectId: userId,
    organizationId,
    partnerId: sp.organization.partnerId,
    facts: { method: "saml" },
  });
  const events: AuditEntry[] = [];
  if (match.how === "known") {
    const { issuer, nameId } = identity;
    await tx.$executeRaw`
      UPDATE "FederatedIdentity" SET "lastUsedAt" = now()
      WHERE "organizationId" = ${organizationId}::uuid AND "issuer" = ${issuer} AND "nameId" = ${nameId}`;
  } else {
    await tx.federatedIdentity.create({ data: { ...identity, userId } });
    events.push(event(match.how === "new" ? "identity.created_account" : "identity.linked"));
  }
  if (match.how !== "new" && match.isInvited) {
    await tx.user.updateMany({ where: { id: userId, state: "INVITED" }, data: { state: "ACTIVE" } });
    events.push(event("account.activated"));
  }
  return { userId, events };
}

async function createPerson(
  tx: Prisma.TransactionClient,
  { organization: { id: organizationId, videoDomain } }: ServiceProvider,
  { email, displayName }: Extract<Match, { how: "new" }>,
): Promise<string> {
  const videoAddress = await newVideoAddress(email, videoDomain, tx);
  const data = { email, videoAddress, displayName, organizationId };
  const { id } = await tx.user.create({ data, select: { id: true } });
  return id;
}
