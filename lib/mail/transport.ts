import nodemailer from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool";
import { isLoopback } from "../env";
import { Second } from "../time";

/** A mail that is ready to go. */
export type Letter = {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** Who gets answers; without it nobody reads them. */
  replyTo?: { name: string; address: string };
  /** A meeting for the reader's calendar (iMIP, RFC 6047). */
  calendar?: { method: "REQUEST" | "CANCEL"; content: string };
  /** Without angle brackets. The same at a second try, so that a mail that came twice is shown once. */
  messageId: string;
};

/** What became of a letter: taken, or turned away for good. */
export type Posted = { ok: true } | { ok: false; responseCode: number };

/** Brings letters to a mail server. @throws {MailError} when it should be tried again later */
export type Post = (letter: Letter) => Promise<Posted>;

/** The mail server could not be reached, or asked to come back. The words are ours: its own can name the recipient. */
export class MailError extends Error {
  override readonly name = "MailError";
}

/**
 * How to reach a mail server, from an address such as `smtps://user:password@mail.example`. Over `smtp:` the connection
 * must turn to TLS (RFC 3207), except on this machine.
 */
export function transportOptions(address: string): SMTPPool.Options {
  const url = new URL(address);
  const secure = url.protocol === "smtps:";
  const isHere = isLoopback(url);
  return {
    pool: true,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !isHere,
    ignoreTLS: !secure && isHere,
    auth: url.username
      ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
      : undefined,
    maxConnections: 2,
    connectionTimeout: 10 * Second.ms,
    greetingTimeout: 10 * Second.ms,
    socketTimeout: 30 * Second.ms,
    dnsTimeout: 10 * Second.ms,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** A post office at one mail server; its connections are kept and used again. */
export function openPost(address: string, from: string): { post: Post; close(): void } {
  const transport = nodemailer.createTransport(transportOptions(address));
  return {
    close: () => transport.close(),
    async post({ messageId, calendar, ...letter }) {
      try {
        await transport.sendMail({
          ...letter,
          from,
          messageId: `<${messageId}>`,
          icalEvent: calendar && { ...calendar, filename: "invitation.ics" },
          // No out-of-office answers (RFC 3834, 5; the second is Exchange's own).
          headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
        });
        return { ok: true };
      } catch (error) {
        const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
        // Wrong or missing credentials (530, RFC 4954, 6) are our settings' fault, which somebody will mend.
        const isForGood = responseCode >= 500 && responseCode !== 530 && code !== "EAUTH";
        if (isForGood) return { ok: false, responseCode };
        throw new MailError(`The mail was not taken (${code ?? "unknown"}, ${responseCode})`);
      }
    },
  };
}
