import type { Role } from "../generated/prisma/enums";

/**
 * Whether a person signs in by a password: not where the organization asks for single sign-on, except its break-glass
 * admin. The exception is the admin's: whoever was chosen and is one no more has lost it.
 */
export const signsInByPassword = (user: {
  id: string;
  role: Role;
  organization: { requiresSso: boolean; breakGlassUserId: string | null } | null;
}): boolean =>
  !user.organization?.requiresSso ||
  (user.organization.breakGlassUserId === user.id && user.role === "ORG_ADMIN");

/** What {@link signsInByPassword} needs to know of a person, for a query. */
export const passwordPolicyFields = {
  role: true,
  organization: { select: { requiresSso: true, breakGlassUserId: true } },
} as const;
