/** Wrong codes make the next try wait. */
export type Throttled = { ok: false; reason: "throttled"; retryAfterSeconds: number };

/** Why a second factor was not taken. */
export type Refused =
  | { ok: false; reason: "wrong_code" | "passkey_refused" }
  | Throttled
  // Too many wrong codes, or another answer was quicker: begin again.
  | { ok: false; reason: "over" };
