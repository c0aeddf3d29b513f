import { type Passed, type Pending, passSecondFactor } from "../auth";
import { acceptTyped } from "./codes";
import type { Refused } from "./refused";
import { countSignInTry, forgetWrong, noteWrong } from "./tries";

/**
 * Takes a code from the app, or a recovery code, as the second factor of a sign-in.
 * @param deviceToken of the browser's device cookie: a known browser has tries of its own
 */
export async function verifySecondFactor(
  pending: Pending,
  typed: string,
  deviceToken?: string | null,
): Promise<({ ok: true } & Passed) | Refused> {
  const tried = await countSignInTry(pending, deviceToken);
  if (!tried.ok) return tried;
  const factor = await acceptTyped(pending.userId, typed);
  if (!factor) {
    await noteWrong(tried, "factor.refused", pending.origin.remoteAddress);
    return { ok: false, reason: "wrong_code" };
  }
  await forgetWrong(tried);
  const passed = await passSecondFactor(pending, factor);
  return passed ? { ok: true, ...passed } : { ok: false, reason: "over" };
}
