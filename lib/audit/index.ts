export type { AuditAction } from "./actions";
export { type OwnSignIn, ownSignIns } from "./list";
export { auditHead, type Verified, verifyAudit } from "./verify";

import { db } from "../db";
import { Prisma } from "../generated/prisma/client";
import type { AuditAction } from "./actions";

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
