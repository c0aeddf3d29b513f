export type ErrorCode =
  | "unauthenticated"
  | "forbidden"
  | "proof_required"
  | "not_found"
  | "invalid_input"
  | "conflict"
  | "too_many_requests"
  | "bridge_unavailable"
  | "bridge_refused";

/** One table from code to HTTP status, read by route handlers and by nothing else. */
export const httpStatus = {
  unauthenticated: 401,
  forbidden: 403,
  proof_required: 403,
  not_found: 404,
  invalid_input: 422,
  conflict: 409,
  too_many_requests: 429,
  bridge_unavailable: 503,
  bridge_refused: 502,
} as const satisfies Record<ErrorCode, number>;

/** What the caller cannot repair in place. Logs, tests and the interface switch on the code, never on the text. */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: ErrorCode,
    message: string = code,
  ) {
    super(message);
  }
}
