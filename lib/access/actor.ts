/**
 * Who is asking. Built once per request from the session row, or by a job for itself; never from input.
 * A partner or operator actor exists only after a second factor.
 */
export type Actor = Person | { kind: "system"; job: string };

/** Somebody who signed in. */
export type Person =
  | { kind: "user" | "org_admin"; userId: string; organizationId: string }
  | { kind: "partner"; userId: string; partnerId: string; canManage: boolean }
  | { kind: "operator"; userId: string };
