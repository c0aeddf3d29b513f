/** What a form gets back that asks for a proof; `key` is one of `factor.problems`. */
export type ProofState = {
  problem?: { key: "wrong_password" | "wrong_code" | "passkey_refused" | "throttled"; minutes?: number };
};

/** The recovery codes come once, with the answer to the first code. */
export type EnrollState = ProofState & { recoveryCodes?: string[] };
