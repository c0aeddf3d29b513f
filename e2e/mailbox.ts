import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { simpleParser } from "mailparser";

/** A mail that the service sent to somebody of the tests. */
export type CaughtMail = {
  file: string;
  subject: string;
  text: string;
  html: string;
  /** The first address in the text: where the mail's button leads. */
  link: string;
  headers: Map<string, unknown>;
};

const WAIT_MS = 10_000;

/** How many mails have come to an address so far: `after` of {@link mailTo}, to wait for the next one. */
export const mailCount = (address: string): number => filesTo(address).length;

// The recipient is in the file's name (scripts/mail-catcher.ts), so that only that person's mails are read.
function filesTo(address: string): string[] {
  const directory = process.env.MAIL_CATCHER_DIRECTORY ?? "";
  const end = `-${address.toLowerCase()}.eml`;
  return fs
    .readdirSync(directory)
    .filter((name) => name.toLowerCase().endsWith(end))
    .sort()
    .map((name) => path.join(directory, name));
}

/**
 * Waits for the newest mail to an address.
 * @param options.after so many mails are known already
 * @throws {Error} when none comes within ten seconds
 */
export async function mailTo(address: string, options: { after?: number } = {}): Promise<CaughtMail> {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(100)) {
    const files = filesTo(address);
    const file = files.at(-1);
    if (file === undefined || files.length <= (options.after ?? 0)) continue;
    const { subject = "", text = "", html, headers } = await simpleParser(fs.readFileSync(file));
    return {
      file,
      subject,
      text,
      html: html || "",
      link: /https?:\/\/\S+/.exec(text)?.[0] ?? "",
      headers,
    };
  }
  throw new Error(`No mail came to ${address}`);
}
