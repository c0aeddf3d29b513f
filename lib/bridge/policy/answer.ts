/**
 * Answers of the external policy protocol (reference: Pexip external policy, "responses"). A result is used as it is;
 * `reject` refuses at once; `continue` leaves the decision to the bridge's own configuration.
 */
export type PolicyAnswer = { httpStatus: 200 | 404; body: Record<string, unknown> };

export const use = (result: unknown): PolicyAnswer => ({
  httpStatus: 200,
  body: { status: "success", action: "continue", result },
});

export const reject = (): PolicyAnswer => ({
  httpStatus: 200,
  body: { status: "success", action: "reject", result: {} },
});

/** Not ours: what an administrator configured on the bridge itself goes on working. */
export const leaveToBridge = (): PolicyAnswer => ({
  httpStatus: 404,
  body: { status: "fail", action: "continue", result: {} },
});
