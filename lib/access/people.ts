import type { Prisma } from "../generated/prisma/client";
import type { Role } from "../generated/prisma/enums";
import type { Actor } from "./actor";

/** The facts a decision on a person's account rests on. */
export type PersonFacts = {
  role: Role;
  /** The reseller of the person's organization, or whose staff the person is. */
  partnerId: string | null;
};

/** Whom a reseller's admin looks after: not the other admins, who are no less than that. */
const belowPartnerAdmin: Role[] = ["USER", "ORG_ADMIN", "PARTNER_AGENT"];
/** Whom the operator looks after; operators answer for each other outside of the portal. */
const belowOperator: Role[] = [...belowPartnerAdmin, "PARTNER_ADMIN"];

const looksAfter = (actor: Actor, person: PersonFacts): boolean => {
  if (actor.kind === "operator") return belowOperator.includes(person.role);
  return (
    actor.kind === "partner" &&
    actor.canManage &&
    actor.partnerId === person.partnerId &&
    belowPartnerAdmin.includes(person.role)
  );
};

export const personPolicy = {
  "person.read": looksAfter,
  "person.resetFactor": looksAfter,
} satisfies Record<string, (actor: Actor, person: PersonFacts) => boolean>;

export type PersonAction = keyof typeof personPolicy;

/** The people whom {@link personPolicy} lets an actor read, as a filter of a list query. A test holds the two together. */
export function visiblePeople(actor: Actor): Prisma.UserWhereInput {
  if (actor.kind === "operator") return { role: { in: belowOperator } };
  if (actor.kind === "partner" && actor.canManage) {
    const { partnerId } = actor;
    return {
      role: { in: belowPartnerAdmin },
      OR: [{ organization: { partnerId } }, { partnerId }],
    };
  }
  return { id: { in: [] } };
}
