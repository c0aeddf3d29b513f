import { digestOf, type Origin, type Passed, passFirstFactor } from "../auth";
import { db } from "../db";
import { noteRefused } from "./refused";
import type { ServiceProvider } from "./service-provider";

/**
 * Gives the browser that asked what its answer brought: a session, or the second factor to prove next. Once, and in no
 * other browser: an answer that somebody else planted here is of no use.
 */
export async function collect(
  sp: ServiceProvider,
  requestId: string,
  browserToken: string | undefined,
  origin: Origin,
): Promise<Passed | null> {
  const [row] = browserToken
    ? await db().$queryRaw<
        {
          userId: string;
          returnTo: string;
          persistent: boolean;
          samlNameId: string;
          samlNameIdFormat: string | null;
          samlSessionIndex: string | null;
          authenticatedAt: Date | null;
        }[]
      >`
        DELETE FROM "SamlRequest" r USING "User" u
        WHERE r."id" = ${requestId} AND r."organizationId" = ${sp.organization.id}::uuid AND r."kind" = 'login'
          AND r."answeredAt" IS NOT NULL AND r."expiresAt" > now() AND r."browserHash" = ${digestOf(browserToken)}
          AND u."id" = r."userId" AND u."organizationId" = r."organizationId" AND u."state" = 'ACTIVE'
        RETURNING r."userId"::text, r."returnTo", r."persistent", r."samlNameId", r."samlNameIdFormat", r."samlSessionIndex",
                  r."authenticatedAt"`
    : [];
  if (!row) {
    await noteRefused(sp, "browser", origin.remoteAddress);
    return null;
  }
  const { userId, returnTo, persistent } = row;
  const saml = {
    nameId: row.samlNameId,
    nameIdFormat: row.samlNameIdFormat,
    sessionIndex: row.samlSessionIndex,
  };
  // A provider whose own session stood has not asked anybody anything now: sensitive acts must.
  const provenAt = row.authenticatedAt ?? new Date(0);
  return passFirstFactor({ userId, method: "saml", persistent, returnTo, origin, saml, provenAt });
}
