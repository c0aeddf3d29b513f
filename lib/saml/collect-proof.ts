import { digestOf, type ProofProblem, proofGiven, proofRefused, type Viewer } from "../auth";
import { db } from "../db";
import { CLOCK_SKEW_MS } from "./examine";
import { noteRefused } from "./refused";
import type { ServiceProvider } from "./service-provider";

/** What the provider's answer to a request for a proof was worth. `to` is a path of ours. */
export type CollectedProof = {
  to: string;
  problem: Extract<ProofProblem, "other_person" | "not_asked"> | null;
};

type Row = { userId: string | null; returnTo: string; createdAt: Date; authenticatedAt: Date | null };

/**
 * Notes the proof that the provider's answer brought, once: in the browser and for the session that asked, by the same
 * person, whom the provider has asked since. An answer that rests on an older session there proves nothing: a provider
 * need not heed the wish to ask anew.
 * @returns null for an answer that is not this browser's and session's to take
 */
export async function collectProof(
  sp: ServiceProvider,
  requestId: string,
  browserToken: string | undefined,
  viewer: Viewer,
  remoteAddress: string | null,
): Promise<CollectedProof | null> {
  const [row] = browserToken
    ? await db().$queryRaw<Row[]>`
        DELETE FROM "SamlRequest"
        WHERE "id" = ${requestId} AND "organizationId" = ${sp.organization.id}::uuid AND "kind" = 'proof'
          AND "answeredAt" IS NOT NULL AND "expiresAt" > now() AND "browserHash" = ${digestOf(browserToken)}
          AND "sessionId" = ${viewer.sessionId}::uuid
        RETURNING "userId"::text, "returnTo", "createdAt", "authenticatedAt"`
    : [];
  if (!row) {
    await noteRefused(sp, "browser", remoteAddress);
    return null;
  }
  const problem = problemOf(row, viewer);
  if (problem) await proofRefused(viewer, problem, remoteAddress);
  else await proofGiven(viewer, "saml", remoteAddress);
  return { to: row.returnTo, problem };
}

function problemOf(row: Row, viewer: Viewer): CollectedProof["problem"] {
  if (row.userId !== viewer.actor.userId) return "other_person";
  const earliest = row.createdAt.getTime() - CLOCK_SKEW_MS;
  return row.authenticatedAt && row.authenticatedAt.getTime() >= earliest ? null : "not_asked";
}
