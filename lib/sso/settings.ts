import { type Actor, authorizeOrganization } from "../access";
import { db, pool } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { spAddresses } from "../saml";
import { Day } from "../time";
import { type IdpCertificate, readCertificate } from "./certificates";
import { breakGlassAdmins } from "./rules";
import { type ProofRecord, proofRecord } from "./txt-record";

/** How far single sign-on has come; each step needs the one before. */
export type SsoStage = "not_set_up" | "set_up" | "tested" | "enabled" | "required";

/** What an identity provider must know of us. */
export type ServiceProvider = {
  /** Also the address of our metadata. */
  entityId: string;
  acsUrl: string;
  logoutUrl: string;
  /** Where a tile on a provider's start page leads to: sign-ins begin with us. */
  loginUrl: string;
  nameIdFormat: string;
};

export type ClaimedDomain = {
  id: string;
  domain: string;
  verifiedAt: Date | null;
  verifiedBy: "dns" | "operator" | null;
  /** On how many days in a row its record was missing; it counts to {@link MISSING_DAYS_MAX}. */
  missingDays: number;
  record: ProofRecord;
};

export type SignInSettings = {
  organizationId: string;
  organizationName: string;
  stage: SsoStage;
  serviceProvider: ServiceProvider;
  provider: {
    entityId: string;
    ssoUrl: string;
    sloUrl: string | null;
    metadataUrl: string | null;
    certificates: IdpCertificate[];
    /** PEM of our own. */
    ownCertificate: string;
    testedAt: Date | null;
    isEnabled: boolean;
    justInTime: boolean;
    wantsEncrypted: boolean;
  } | null;
  breakGlassUserId: string | null;
  requiresSecondFactor: boolean;
  /** Who could be the break-glass admin. */
  admins: { id: string; name: string; email: string }[];
  domains: ClaimedDomain[];
  people: PeopleCounts;
};

/** What a rule means for how many people who can sign in today. */
export type PeopleCounts = {
  active: number;
  /** With a password, the break-glass admin left out. */
  withPassword: number;
  withoutFactor: number;
  /** With an e-mail address that the provider's word does not count for: its domain is not verified. */
  outsideDomains: number;
};

/** Persistent would do as well; an e-mail address is what all five products send without further ado. */
const NAME_ID_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

function serviceProviderOf(slug: string): ServiceProvider {
  const { entityId, acs, logout } = spAddresses(slug);
  const loginUrl = `${env().PUBLIC_URL}/saml/${encodeURIComponent(slug)}/login`;
  return { entityId, acsUrl: acs, logoutUrl: logout, loginUrl, nameIdFormat: NAME_ID_FORMAT };
}

/** Everything that an organization's admin decides about signing in. @throws {AppError} `not_found` */
export async function getSignInSettings(actor: Actor, organizationId: string): Promise<SignInSettings> {
  authorizeOrganization(actor, "organization.configureSignIn", { organizationId });
  const [row, admins, people] = await Promise.all([
    db().organization.findUnique({
      where: { id: organizationId },
      include: { sso: true, domains: { orderBy: { domain: "asc" } } },
    }),
    db().user.findMany({
      where: breakGlassAdmins(organizationId),
      select: { id: true, displayName: true, email: true },
      orderBy: [{ displayName: "asc" }, { id: "asc" }],
      take: 200,
    }),
    countPeople(organizationId),
  ]);
  if (!row) throw new AppError("not_found");
  const { sso } = row;
  return {
    organizationId,
    organizationName: row.name,
    stage: stageOf(row),
    serviceProvider: serviceProviderOf(row.slug),
    provider: sso && {
      entityId: sso.idpEntityId,
      ssoUrl: sso.ssoUrl,
      sloUrl: sso.sloUrl,
      metadataUrl: sso.metadataUrl,
      certificates: storedCertificates(sso.certificates),
      ownCertificate: sso.spCertificate,
      testedAt: sso.testedAt,
      isEnabled: sso.isEnabled,
      justInTime: sso.justInTime,
      wantsEncrypted: sso.wantsEncrypted,
    },
    breakGlassUserId: row.breakGlassUserId,
    requiresSecondFactor: row.requiresSecondFactor,
    admins: admins.map(({ id, displayName, email }) => ({ id, name: displayName, email })),
    domains: row.domains.map(({ id, domain, verifiedAt, verifiedBy, missingDays, token }) => ({
      id,
      domain,
      verifiedAt,
      verifiedBy: verifiedBy as ClaimedDomain["verifiedBy"],
      missingDays,
      record: proofRecord(domain, token),
    })),
    people,
  };
}

function stageOf(row: {
  requiresSso: boolean;
  sso: { isEnabled: boolean; testedAt: Date | null } | null;
}): SsoStage {
  if (!row.sso) return "not_set_up";
  if (row.sso.isEnabled) return row.requiresSso ? "required" : "enabled";
  return row.sso.testedAt ? "tested" : "set_up";
}

/** Certificates as they are stored: judged when they were saved, so that all can be read. */
export const storedCertificates = (stored: string[]): IdpCertificate[] =>
  stored.map(readCertificate).filter((one): one is IdpCertificate => typeof one !== "string");

/** Whole days until the last of a provider's certificates ends, rounded up; 0 or less when all are over. */
export function daysLeft(certificates: Pick<IdpCertificate, "notAfter">[], now = Date.now()): number {
  const end = Math.max(0, ...certificates.map((one) => one.notAfter.getTime()));
  return Math.ceil((end - now) / Day.ms);
}

/** One walk over the organization's people, by its index. */
export const COUNT_PEOPLE = `
  SELECT count(*)::int AS "active",
         count(*) FILTER (WHERE u."passwordHash" IS NOT NULL AND u."id" IS DISTINCT FROM o."breakGlassUserId")::int
           AS "withPassword",
         count(*) FILTER (WHERE t."userId" IS NULL AND p."userId" IS NULL)::int AS "withoutFactor",
         count(*) FILTER (WHERE split_part(u."email", '@', 2) <> o."videoDomain" AND d."domain" IS NULL)::int
           AS "outsideDomains"
  FROM "Organization" o
  JOIN "User" u ON u."organizationId" = o."id" AND u."state" = 'ACTIVE'
  LEFT JOIN "TotpFactor" t ON t."userId" = u."id"
  LEFT JOIN (SELECT DISTINCT "userId" FROM "Passkey") p ON p."userId" = u."id"
  LEFT JOIN "OrganizationDomain" d ON d."organizationId" = o."id" AND d."verifiedAt" IS NOT NULL
    AND d."domain" = split_part(u."email", '@', 2)
  WHERE o."id" = $1::uuid`;

async function countPeople(organizationId: string): Promise<PeopleCounts> {
  const { rows } = await pool().query<PeopleCounts>(COUNT_PEOPLE, [organizationId]);
  return rows[0] ?? { active: 0, withPassword: 0, withoutFactor: 0, outsideDomains: 0 };
}
