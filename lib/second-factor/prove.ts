import { type Proven, proofGiven, type Viewer } from "../auth";
import { acceptTyped } from "./codes";
import { countSessionTry, forgetWrong, noteWrong } from "./tries";

/** Takes a code of the app, or a recovery code, as a proof from somebody who is signed in. */
export async function proveByCode(
  viewer: Viewer,
  typed: string,
  remoteAddress: string | null,
): Promise<Proven> {
  const tried = await countSessionTry(viewer.actor.userId);
  if (!tried.ok) return tried;
  const factor = await acceptTyped(viewer.actor.userId, typed);
  if (!factor) {
    await noteWrong(tried, "session.proof_refused", remoteAddress);
    return { ok: false, reason: "wrong_code" };
  }
  await forgetWrong(tried);
  await proofGiven(viewer, factor, remoteAddress);
  return { ok: true };
}
