import { recordAudit } from "../audit";
import { db } from "../db";
import { acceptTexts, areInForce, type ShownTexts } from "../legal";
import { type Passed, signedIn } from "./first-factor";
import { type Pending, takePending } from "./pending";

export type Consented =
  | ({ ok: true } & Passed)
  // Newer texts were published since these were shown.
  | { ok: false; reason: "texts_changed" }
  // The sign-in was gone on with already, or waited for too long.
  | { ok: false; reason: "over" };

/**
 * Notes that somebody who has proven every factor accepts the texts, and lets them in.
 * @param pending a sign-in that waits for that ({@link findPending})
 */
export async function passConsent(pending: Pending, shown: ShownTexts): Promise<Consented> {
  const { userId, organizationId, partnerId, secondFactor } = pending;
  const { remoteAddress } = pending.origin;
  if (!(await areInForce(userId, shown))) return { ok: false, reason: "texts_changed" };
  const isMine = await db().$transaction(async (tx) => {
    if (!(await takePending(pending, tx))) return false;
    await acceptTexts(userId, [shown.termsId, shown.privacyId], remoteAddress, tx);
    const whom = { actorId: userId, subjectId: userId, organizationId, partnerId, remoteAddress };
    await recordAudit({ action: "texts.accepted", ...whom, facts: { ...shown } }, tx);
    return true;
  });
  return isMine ? { ok: true, ...(await signedIn(pending, secondFactor)) } : { ok: false, reason: "over" };
}
