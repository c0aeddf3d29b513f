import { type Passed, type Pending, passSecondFactor } from "../auth";
import { acceptTyped } from "./codes";
import type { PasskeyAnswer } from "./input";
import { acceptPasskey } from "./passkeys";
import type { Refused } from "./refused";
import { countSignInTry, forgetWrong, noteWrong, type Try } from "./tries";

export type Verified = ({ ok: true } & Passed) | Refused;

/**
 * Takes a code from the app, or a recovery code, as the second factor of a sign-in.
 * @param deviceToken of the browser's device cookie: a known browser has tries of its own
 */
export async function verifySecondFactor(
  pending: Pending,
  typed: string,
  deviceToken?: string | null,
): Promise<Verified> {
  const tried = await countSignInTry(pending, deviceToken);
  if (!tried.ok) return tried;
  const factor = await acceptTyped(pending.userId, typed);
  return factor ? pass(pending, tried, factor) : refuse(pending, tried, "wrong_code");
}

/** Takes a passkey's signature as the second factor of a sign-in. */
export async function verifyPasskey(
  pending: Pending,
  answer: PasskeyAnswer,
  deviceToken?: string | null,
): Promise<Verified> {
  const tried = await countSignInTry(pending, deviceToken);
  if (!tried.ok) return tried;
  const holds = await acceptPasskey({ pending }, answer);
  return holds ? pass(pending, tried, "passkey") : refuse(pending, tried, "passkey_refused");
}

async function pass(
  pending: Pending,
  tried: Try,
  factor: "totp" | "recovery_code" | "passkey",
): Promise<Verified> {
  await forgetWrong(tried);
  const passed = await passSecondFactor(pending, factor);
  return passed ? { ok: true, ...passed } : { ok: false, reason: "over" };
}

async function refuse(
  pending: Pending,
  tried: Try,
  reason: "wrong_code" | "passkey_refused",
): Promise<Verified> {
  await noteWrong(tried, "factor.refused", pending.origin.remoteAddress);
  return { ok: false, reason };
}
