import { createHash } from "node:crypto";
import { z } from "zod";
import { unseal } from "../crypto";
import { db } from "../db";
import { env } from "../env";
import { log } from "../log";
import { postNow } from "../mail/deliver";
import type { Post } from "../mail/transport";
import { mailsHandled } from "../metrics";
import { INVITATION_PLACE, queuedInvitation } from "./queue";

const payload = z.object({ sealed: z.string() });

/**
 * Sends one guest's mail and notes what became of it. Run by the worker.
 * @throws {MailError} when it should be tried again later
 */
export async function deliverInvitation(job: unknown, post: Post = postNow): Promise<void> {
  const { sealed } = payload.parse(job);
  const { guestId, sequence, ...letter } = queuedInvitation.parse(
    JSON.parse(unseal(sealed, INVITATION_PLACE)),
  );
  const digest = createHash("sha256").update(sealed).digest("base64url").slice(0, 22);
  const messageId = `${digest}@${new URL(env().PUBLIC_URL).hostname}`;
  const posted = await post({ ...letter, messageId }).catch((error: unknown) => {
    mailsHandled.inc({ outcome: "failed" });
    throw error;
  });
  mailsHandled.inc({ outcome: posted.ok ? "sent" : "refused" });
  // A guest who was taken off the list meanwhile has no row, and one who was mailed again waits for that mail.
  await db().invitationGuest.updateMany({
    where: { id: guestId, mailedSequence: sequence },
    data: { mail: posted.ok ? "SENT" : "REFUSED" },
  });
  if (posted.ok) log.info({ guestId, sequence }, "invitation.sent");
  else log.warn({ guestId, sequence, responseCode: posted.responseCode }, "invitation.refused");
}
