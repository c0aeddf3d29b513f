import { type Actor, authorizeOrganization } from "../access";
import { db } from "../db";
import { AppError } from "../errors";
import type { SamlReport } from "../saml";

/** A test sign-in: null until the provider has answered. */
export type TestOutcome = { report: SamlReport | null };

/**
 * What came of a test sign-in. It holds what a provider said of a person, so that only the admin who asked sees it.
 * @throws {AppError} `not_found` for anybody else's, for nonsense, and when its time is over
 */
export async function getTestOutcome(actor: Actor, organizationId: string, id: string): Promise<TestOutcome> {
  authorizeOrganization(actor, "organization.configureSignIn", { organizationId });
  const userId = "userId" in actor ? actor.userId : null;
  const where = { id, organizationId, kind: "test", userId, expiresAt: { gt: new Date() } };
  const row =
    userId && /^[\w-]{1,100}$/.test(id)
      ? await db().samlRequest.findFirst({ where, select: { report: true } })
      : null;
  if (!row) throw new AppError("not_found");
  // Written by lib/saml in this very shape.
  return { report: row.report as SamlReport | null };
}
