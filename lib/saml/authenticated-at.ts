import type { Assertion } from "./assertion";
import { CLOCK_SKEW_MS, instantOf } from "./examine";

/**
 * When the provider last asked the person who they are (SAML 2.0 Core, 2.7.2): long before the answer, where its own
 * session still stood. Never in the future. Null where it does not say, or its clock is off by more than we accept:
 * nothing is proven by that.
 */
export function authenticatedAt({ authnInstant }: Pick<Assertion, "authnInstant">, now: Date): Date | null {
  const instant = instantOf(authnInstant);
  if (!(instant <= now.getTime() + CLOCK_SKEW_MS)) return null;
  return new Date(Math.min(instant, now.getTime()));
}
