import type { Person } from "../access";
import { countTry } from "../auth";
import { db } from "../db";
import { auditInvitation } from "./change";
import { factsOf, lockInvitation } from "./invitations";
import { queueInvitation, WHOLE_LIST } from "./queue";

/** How many guests are mailed now, and how many are not because of the limits against misuse. */
export type SentInvitation = { queued: number; held: number };

/**
 * Mails all guests who have not been told of the meeting as it is now, and once more those whose mail was turned away.
 * @throws {AppError} `not_found`, or `conflict` when the meeting is over or cancelled
 */
export async function sendInvitation(
  actor: Person,
  id: string,
  remoteAddress: string | null,
): Promise<SentInvitation> {
  return db().$transaction(async (tx) => {
    const row = await lockInvitation(actor, id, tx);
    const waiting = row.guests.filter(
      ({ mail, mailedSequence }) => mailedSequence !== row.sequence || mail === "REFUSED",
    );
    const facts = factsOf(row);
    let queued = 0;
    for (const guest of waiting) {
      if (!(await countTry("guestMail", actor.userId)).allowed) break;
      if (!(await countTry("guestMailTo", guest.email)).allowed) continue;
      await queueInvitation(facts, guest, guest.mailedSequence === null ? "invited" : "changed", tx);
      const data = { mailedSequence: row.sequence, mail: "QUEUED" } as const;
      await tx.invitationGuest.update({ where: { id: guest.id }, data });
      queued++;
    }
    if (queued > 0)
      await auditInvitation("invitation.mailed", actor, row, remoteAddress, { mails: queued }, tx);
    return { queued, held: waiting.length - queued };
  }, WHOLE_LIST);
}
