import { pool } from "../db";
import { authenticatedAt } from "./authenticated-at";
import { COLLECT_MS } from "./browser";
import { spentUntil } from "./examine";
import type { Confirmed } from "./person";
import type { ServiceProvider } from "./service-provider";

const UNIQUE_VIOLATION = "23505";

/** A request of ours and what a provider confirmed in answer to it. */
export type Confirmation = { inResponseTo: string; assertion: Confirmed };

/**
 * Takes the usual answer, in one statement and so one commit: to a sign-in that waits, about somebody whom the provider
 * has named before. The request is claimed and the assertion used up with it, all or nothing.
 * @returns whose sign-in it is, or null for any other case: then nothing was written
 */
export async function acceptKnown(
  sp: ServiceProvider,
  { inResponseTo, assertion }: Confirmation,
): Promise<string | null> {
  const now = new Date();
  try {
    const { rows } = await pool().query<{ userId: string }>({
      name: "saml.accept_known",
      text: `
        WITH person AS (
          SELECT f."id" AS "identityId", u."id" AS "userId"
          FROM "FederatedIdentity" f JOIN "User" u ON u."id" = f."userId" AND u."organizationId" = f."organizationId"
          WHERE f."organizationId" = $1 AND f."issuer" = $2 AND f."nameId" = $3 AND u."state" = 'ACTIVE'
        ), claimed AS (
          UPDATE "SamlRequest" r
          SET "answeredAt" = now(), "expiresAt" = $4, "samlNameId" = $3, "samlNameIdFormat" = $5, "samlSessionIndex" = $6,
              "authenticatedAt" = $7, "userId" = person."userId"
          FROM person
          WHERE r."id" = $8 AND r."organizationId" = $1 AND r."kind" = 'login' AND r."answeredAt" IS NULL
            AND r."expiresAt" > $9
          RETURNING person."identityId", person."userId"
        ), spent AS (
          INSERT INTO "SamlAssertion" ("organizationId", "issuer", "assertionId", "expiresAt")
          SELECT $1, $2, $10::text, $11::timestamptz FROM claimed
        ), used AS (
          UPDATE "FederatedIdentity" f SET "lastUsedAt" = now() FROM claimed WHERE f."id" = claimed."identityId"
        )
        SELECT "userId" FROM claimed`,
      values: [
        sp.organization.id,
        sp.idp.entityId,
        assertion.nameId,
        new Date(now.getTime() + COLLECT_MS),
        assertion.nameIdFormat,
        assertion.sessionIndex,
        authenticatedAt(assertion, now),
        inResponseTo,
        now,
        assertion.id,
        spentUntil(now),
      ],
    });
    return rows[0]?.userId ?? null;
  } catch (error) {
    if ((error as { code?: string }).code === UNIQUE_VIOLATION) return null; // an assertion that was used before
    throw error;
  }
}
