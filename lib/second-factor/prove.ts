import { type Proven, proofGiven, type Viewer } from "../auth";
import { acceptTyped } from "./codes";
import type { PasskeyAnswer } from "./input";
import { acceptPasskey } from "./passkeys";
import { countSessionTry, forgetWrong, noteWrong } from "./tries";

/** Takes a code of the app, or a recovery code, as a proof from somebody who is signed in. */
export const proveByCode = (viewer: Viewer, typed: string, remoteAddress: string | null): Promise<Proven> =>
  prove(viewer, remoteAddress, "wrong_code", () => acceptTyped(viewer.actor.userId, typed));

/** Takes a passkey's signature as a proof from somebody who is signed in. */
export const proveByPasskey = (
  viewer: Viewer,
  answer: PasskeyAnswer,
  remoteAddress: string | null,
): Promise<Proven> =>
  prove(viewer, remoteAddress, "passkey_refused", async () =>
    (await acceptPasskey({ viewer }, answer)) ? "passkey" : null,
  );

async function prove(
  viewer: Viewer,
  remoteAddress: string | null,
  reason: "wrong_code" | "passkey_refused",
  accept: () => Promise<"totp" | "recovery_code" | "passkey" | null>,
): Promise<Proven> {
  const tried = await countSessionTry(viewer.actor.userId);
  if (!tried.ok) return tried;
  const factor = await accept();
  if (!factor) {
    await noteWrong(tried, "session.proof_refused", remoteAddress);
    return { ok: false, reason };
  }
  await forgetWrong(tried);
  await proofGiven(viewer, factor, remoteAddress);
  return { ok: true };
}
