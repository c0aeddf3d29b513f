/**
 * Whether a person signs in by a password: not where the organization asks for single sign-on, except its break-glass
 * admin.
 */
export const signsInByPassword = (user: {
  id: string;
  organization: { requiresSso: boolean; breakGlassUserId: string | null } | null;
}): boolean => !user.organization?.requiresSso || user.organization.breakGlassUserId === user.id;

/** What {@link signsInByPassword} needs to know of a person, for a query. */
export const passwordPolicyFields = {
  organization: { select: { requiresSso: true, breakGlassUserId: true } },
} as const;
