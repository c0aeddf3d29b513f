import type { AuditEntry } from "../audit";
import type { Viewer } from "./session";

/** Who an audit event of somebody's own doing is about. */
export const whomOf = ({ actor }: Pick<Viewer, "actor">): Partial<AuditEntry> => ({
  actorId: actor.userId,
  subjectId: actor.userId,
  organizationId: "organizationId" in actor ? actor.organizationId : null,
  partnerId: "partnerId" in actor ? actor.partnerId : null,
});
