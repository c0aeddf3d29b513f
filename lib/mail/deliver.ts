import { createHash } from "node:crypto";
import { z } from "zod";
import { currentBrand } from "../brand";
import { unseal } from "../crypto";
import { db } from "../db";
import { env } from "../env";
import { log } from "../log";
import { mailsHandled } from "../metrics";
import { MAIL_PLACE, mailTemplates, type QueuedMail } from "./index";
import { asHtml, asText } from "./letter";
import { MailError, openPost, type Post } from "./transport";
import { wordsOf } from "./words";

const payload = z.object({ sealed: z.string() });
const queued = z.object({
  template: z.enum(mailTemplates),
  userId: z.uuid(),
  path: z.string().startsWith("/").optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  until: z.iso.datetime().optional(),
  locale: z.string().optional(),
  queuedAt: z.iso.datetime(),
}) satisfies z.ZodType<QueuedMail>;

let opened: ReturnType<typeof openPost> | null = null;
let hasComplained = false;

/** The one post office of this process. @throws {MailError} when none is configured */
export const postNow: Post = async (letter) => {
  const { SMTP_URL, MAIL_FROM } = env();
  if (!SMTP_URL || !MAIL_FROM) {
    // Once is enough: each mail fails, and is tried again, until somebody configures it.
    if (!hasComplained) log.error("mail.not_configured");
    hasComplained = true;
    throw new MailError("No mail server is configured");
  }
  opened ??= openPost(SMTP_URL, MAIL_FROM);
  return opened.post(letter);
};

/** Closes the connections to the mail server. For the end of the worker. */
export function closePost(): void {
  opened?.close();
  opened = null;
}

/**
 * Sends a queued mail, unless it came too late or its reader has no account any more. Run by the worker.
 * @throws {MailError} when it should be tried again later
 */
export async function deliver(job: unknown, post: Post = postNow): Promise<void> {
  const { sealed } = payload.parse(job);
  const mail = queued.parse(JSON.parse(unseal(sealed, MAIL_PLACE)));
  const { template, userId } = mail;
  const user = await db().user.findUnique({
    where: { id: userId },
    include: { organization: { select: { name: true } }, partner: { select: { name: true } } },
  });
  const isOver = mail.until !== undefined && new Date(mail.until) <= new Date();
  // Somebody who was invited knows nothing of the portal yet but the invitation.
  const isReader = user?.state === "ACTIVE" || (user?.state === "INVITED" && template === "activate");
  if (!user || !isReader || isOver) {
    mailsHandled.inc({ outcome: "dropped" });
    log.info({ userId, template, why: isOver ? "over" : "no_account" }, "mail.dropped");
    return;
  }
  const { productName: product } = await currentBrand();
  const { PUBLIC_URL: publicUrl } = env();
  const offeredBy = user.organization?.name ?? user.partner?.name ?? product;
  const words = wordsOf(mail, { ...user, offeredBy }, { product, publicUrl });
  const digest = createHash("sha256").update(sealed).digest("base64url").slice(0, 22);
  const posted = await post({
    to: { name: user.displayName, address: user.email },
    subject: words.subject,
    text: asText(words),
    html: asHtml(words),
    messageId: `${digest}@${new URL(publicUrl).hostname}`,
  }).catch((error: unknown) => {
    mailsHandled.inc({ outcome: "failed" });
    throw error;
  });
  mailsHandled.inc({ outcome: posted.ok ? "sent" : "refused" });
  if (posted.ok) log.info({ userId, template }, "mail.sent");
  else log.warn({ userId, template, responseCode: posted.responseCode }, "mail.refused");
}
