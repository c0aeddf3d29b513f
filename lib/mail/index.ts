import { seal } from "../crypto";
import { db } from "../db";
import type { Prisma } from "../generated/prisma/client";

/** Mails that the portal sends; each has its words in the catalogue under `mail.templates`. */
export const mailTemplates = [
  "activate",
  "recover",
  /** To somebody who asked for a recovery link but signs in through the organization. */
  "recoverBySso",
  "passwordChanged",
  "factorAdded",
  "factorRemoved",
  "recoveryCodeUsed",
  "recoveryCodesMade",
  "factorResetRequested",
  "factorResetDone",
  /** Many wrong codes of a second factor: somebody may know the password. */
  "factorThrottled",
  "certificateExpires",
  /** The record that proves an organization's domain is gone; then, the domain is. */
  "domainMissing",
  "domainLost",
] as const;
export type MailTemplate = (typeof mailTemplates)[number];

export type Mail = {
  template: MailTemplate;
  /** Whom it goes to; the address and the language are read when it is sent. */
  userId: string;
  /** Path of ours that the mail's button leads to; without one, the template's own. */
  path?: string;
  /** What the words speak of. Dates as ISO 8601 in UTC, under a name that ends with `At`. */
  facts?: Record<string, string | number>;
  /** ISO 8601: after it the mail is not sent any more, because its link is over. */
  until?: string;
  /** Language for somebody whose account names none: that of the page where the mail was asked for. */
  locale?: string;
};

/** A mail as it waits in the queue: with the moment at which it was put there, ISO 8601. */
export type QueuedMail = Mail & { queuedAt: string };

/** The job that sends a mail, and where its payload is sealed for. */
export const MAIL_JOB = "mail:send";
export const MAIL_PLACE = "mail";

/**
 * Has the worker send a mail, once the transaction is committed. What it says is sealed in the queue: links in mails let
 * people in.
 */
export async function mailLater(mail: Mail, via: Prisma.TransactionClient = db()): Promise<void> {
  const queued: QueuedMail = { ...mail, queuedAt: new Date().toISOString() };
  const payload = { sealed: seal(JSON.stringify(queued), MAIL_PLACE) };
  await via.$executeRaw`SELECT graphile_worker.add_job(${MAIL_JOB}, ${JSON.stringify(payload)}::json)::text`;
}
