/** Why a request failed, in a few words for the log: `fetch` hides the reason in the cause of its error. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return code || error.message;
}
