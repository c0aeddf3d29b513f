/** What the second factor's forms get back; `key` is one of `factor.problems`. */
export type VerifyState = {
  problem?: { key: "wrong_code" | "passkey_refused" | "throttled"; minutes?: number };
};

/** The recovery codes come once, with the answer to the first code. */
export type EnrollState = VerifyState & { recoveryCodes?: string[] };
