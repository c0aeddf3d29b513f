/** How somebody got in, or tried to, and what became of their second factor: what each sees of their own account. */
export const signInActions = [
  "sign_in.succeeded",
  "sign_in.refused",
  "sign_in.throttled",
  "session.proof_refused",
  "factor.added",
  "factor.removed",
  "factor.refused",
  "factor.recovery_codes_made",
  "factor.reset_requested",
  "factor.reset_stopped",
  "factor.reset_done",
] as const;

/** Every action that is recorded. */
export type AuditAction =
  | (typeof signInActions)[number]
  | "session.ended"
  | "session.proven"
  | "account.activated"
  | "texts.accepted"
  | "account.invited"
  | "password.changed"
  | "password.change_refused"
  | "password.recovery_requested"
  | "password.recovered"
  | "identity.linked"
  | "identity.created_account"
  | "sso.changed"
  | "sso.tested"
  | "sso.refused"
  | "domain.claimed"
  | "domain.verified"
  | "domain.removed"
  | "domain.lost"
  | "policy.changed"
  | "room.created"
  | "room.changed"
  | "room.closed"
  | "room.reopened"
  | "room.co_host_added"
  | "room.co_host_removed"
  | "room.dialled_out"
  | "invitation.made"
  | "invitation.changed"
  | "invitation.mailed"
  | "invitation.cancelled";
