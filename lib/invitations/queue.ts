import { z } from "zod";
import { seal } from "../crypto";
import type { Prisma } from "../generated/prisma/client";
import { isLocale, locales } from "../i18n";
import { Second } from "../time";
import { calendarOf } from "./calendar";
import { invitationDocument, invitationText } from "./text";
import { type InvitationFacts, invitationWords, type Occasion } from "./words";

/** The job that mails one guest, and where its payload is sealed for. */
export const INVITATION_JOB = "invitation:send";
export const INVITATION_PLACE = "invitation";

/** A transaction that mails a whole list of guests may take so long, in milliseconds. */
export const WHOLE_LIST = { timeout: 30 * Second.ms };

/** A guest's mail as it waits in the queue: whole, so that it says what held when the organizer sent it. */
export const queuedInvitation = z.object({
  guestId: z.uuid(),
  sequence: z.number().int(),
  to: z.object({ name: z.string(), address: z.string() }),
  replyTo: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  calendar: z.object({ method: z.enum(["REQUEST", "CANCEL"]), content: z.string() }),
});
export type QueuedInvitation = z.output<typeof queuedInvitation>;

type Recipient = { id: string; email: string; name: string; locale: string };

/** The mail that a guest gets. */
export function guestMail(facts: InvitationFacts, guest: Recipient, occasion: Occasion): QueuedInvitation {
  const locale = isLocale(guest.locale) ? guest.locale : locales[0];
  const words = invitationWords(facts, locale, occasion);
  const method = occasion === "cancelled" ? "CANCEL" : "REQUEST";
  return {
    guestId: guest.id,
    sequence: facts.sequence,
    to: { name: guest.name, address: guest.email },
    replyTo: { name: facts.organizer.name, address: facts.organizer.email },
    subject: words.subject,
    text: invitationText(words),
    html: invitationDocument(words),
    calendar: { method, content: calendarOf(facts, locale, method, [guest]) },
  };
}

/** Has the worker mail a guest, once the transaction is committed. Sealed in the queue: it can hold the guest PIN. */
export async function queueInvitation(
  facts: InvitationFacts,
  guest: Recipient,
  occasion: Occasion,
  tx: Prisma.TransactionClient,
): Promise<void> {
  const payload = { sealed: seal(JSON.stringify(guestMail(facts, guest, occasion)), INVITATION_PLACE) };
  await tx.$executeRaw`SELECT graphile_worker.add_job(${INVITATION_JOB}, ${JSON.stringify(payload)}::json)::text`;
}
