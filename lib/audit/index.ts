export { type OwnSignIn, ownSignIns } from "./list";
export { auditHead, type Verified, verifyAudit } from "./verify";

import { db } from "../db";
import { Prisma } from "../generated/prisma/client";

/** Something that somebody may have to answer for. Ids and words of ours; no names, addresses of people, or secrets. */
export type AuditEntry = {
  /** noun.verb_in_past */
  action: AuditAction;
  /** Who did it; null or absent for somebody unknown, or the service itself. */
  actorId?: string | null;
  /** On whom. */
  subjectId?: string | null;
  organizationId?: string | null;
  partnerId?: string | null;
  remoteAddress?: string | null;
  facts?: Record<string, string | number | boolean | null>;
};

/** Every action that is recorded. The interface has words for each (`audit.actions` in the catalogue). */
export const auditActions = [
  "sign_in.succeeded",
  "sign_in.refused",
  "sign_in.throttled",
  "session.ended",
  "session.proven",
  "session.proof_refused",
  "account.activated",
  "texts.accepted",
  "account.invited",
  "password.changed",
  "password.change_refused",
  "password.recovery_requested",
  "password.recovered",
  "factor.added",
  "factor.removed",
  "factor.refused",
  "factor.recovery_codes_made",
  "factor.reset_requested",
  "factor.reset_stopped",
  "factor.reset_done",
  "identity.linked",
  "identity.created_account",
  "sso.changed",
  "sso.tested",
  "sso.refused",
  "domain.claimed",
  "domain.verified",
  "domain.removed",
  "domain.lost",
  "policy.changed",
  "room.changed",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** The statement that appends an event to the chain, for a sign-in that writes all it has to in one. */
export function auditInsert(entry: AuditEntry): Prisma.Sql {
  const { action, actorId = null, subjectId = null, organizationId = null, partnerId = null } = entry;
  return Prisma.sql`
    INSERT INTO "AuditEvent" ("action", "actorId", "subjectId", "organizationId", "partnerId", "remoteAddress", "facts")
    VALUES (${action}, ${actorId}::uuid, ${subjectId}::uuid, ${organizationId}::uuid, ${partnerId}::uuid,
            ${entry.remoteAddress ?? null}, ${JSON.stringify(entry.facts ?? {})}::jsonb)`;
}

/**
 * Appends an event to the chain; triggers number and hash it. Make it the last statement of its transaction: until the
 * commit nobody else can append.
 */
export async function recordAudit(entry: AuditEntry, via: Prisma.TransactionClient = db()): Promise<void> {
  await via.$executeRaw(auditInsert(entry));
}
