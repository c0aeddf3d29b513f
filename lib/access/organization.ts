import type { Actor } from "./actor";

/** The facts a decision on an organization rests on. */
export type OrganizationFacts = { organizationId: string };

const administers = (actor: Actor, { organizationId }: OrganizationFacts) =>
  actor.kind === "org_admin" && actor.organizationId === organizationId;

export const organizationPolicy = {
  // Whoever decides how people sign in can become any of them: nobody outside the organization. "system" is the
  // operator's command line.
  "organization.configureSignIn": (actor: Actor, organization: OrganizationFacts) =>
    administers(actor, organization) || actor.kind === "system",
  "organization.createRoom": (actor: Actor, { organizationId }: OrganizationFacts) =>
    "organizationId" in actor && actor.organizationId === organizationId,
} satisfies Record<string, (actor: Actor, organization: OrganizationFacts) => boolean>;

export type OrganizationAction = keyof typeof organizationPolicy;
