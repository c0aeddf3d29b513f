import { formatter, isTimeZone, type Locale, localeOf, type Reading, translator } from "../i18n";
import type { MailTemplate, QueuedMail } from "./index";

/** What a mail says, before it is laid out. */
export type Words = {
  locale: Locale;
  subject: string;
  greeting: string;
  paragraphs: string[];
  button: { label: string; url: string; hint: string };
  /** Until when the link works; null for one that leads to an ordinary page. */
  until: string | null;
  /** Why this person gets the mail. */
  why: string;
};

/** Somebody who gets a mail. */
export type Reader = {
  displayName: string;
  email: string;
  locale: string | null;
  timeZone: string | null;
  /** Who offers the service to this person: the organization, the reseller, or the service itself. */
  offeredBy: string;
};

/** Where a mail's button leads unless the mail says otherwise. Mails with a link of their own always do. */
const pathOf: Record<MailTemplate, string> = {
  activate: "/login",
  recover: "/recover",
  recoverBySso: "/login",
  passwordChanged: "/recover",
  factorAdded: "/profile/security",
  factorRemoved: "/profile/security",
  recoveryCodeUsed: "/profile/security",
  recoveryCodesMade: "/profile/security",
  factorResetRequested: "/login",
  factorResetDone: "/login",
  factorThrottled: "/recover",
  certificateExpires: "/admin/sso",
  domainMissing: "/admin/sso",
  domainLost: "/admin/sso",
};

/** The mail's words in the reader's language and time zone. @throws {Error} when a fact is missing that they speak of */
export function wordsOf(
  mail: QueuedMail,
  reader: Reader,
  site: { product: string; publicUrl: string },
): Words {
  const reading: Reading = {
    locale: localeOf({ account: reader.locale, cookie: undefined, acceptLanguage: mail.locale }),
    timeZone: reader.timeZone && isTimeZone(reader.timeZone) ? reader.timeZone : "UTC",
    now: new Date(),
  };
  const t = translator(reading, "mail");
  const moment = (iso: string) => formatter(reading).dateTime(new Date(iso), "moment");
  const facts = Object.fromEntries(
    Object.entries(mail.facts ?? {}).map(([name, value]) => [
      name,
      name.endsWith("At") ? moment(String(value)) : value,
    ]),
  );
  const { product, publicUrl } = site;
  const all = {
    factor: "other",
    ...facts,
    product,
    name: reader.displayName,
    address: reader.email,
    offeredBy: reader.offeredBy,
    queuedAt: moment(mail.queuedAt),
  };
  const say = (part: "subject" | "body" | "button" | "note") => {
    const key = `templates.${mail.template}.${part}`;
    // The catalogue's types ask for each text's own facts; which they are differs from mail to mail.
    const text = (t as unknown as (key: string, values: object) => string)(key, all);
    // A text that lacks a fact comes back as its key.
    if (text === `mail.${key}`) throw new Error(`The words of ${key} lack a fact`);
    return text;
  };
  return {
    locale: reading.locale,
    subject: say("subject"),
    greeting: t("greeting", { name: reader.displayName }),
    paragraphs: [say("body"), say("note")],
    button: {
      label: say("button"),
      // The configured address, never one that a request named.
      url: publicUrl + (mail.path ?? pathOf[mail.template]),
      hint: t("linkHint"),
    },
    until: mail.until ? t("until", { until: moment(mail.until) }) : null,
    why: t("why", { address: reader.email, product, host: new URL(publicUrl).host }),
  };
}
