import { describe, expect, it } from "vitest";
import { type MailTemplate, mailTemplates, type QueuedMail } from "./index";
import { asHtml, asText } from "./letter";
import { wordsOf } from "./words";

const reader = {
  displayName: "Ann <Lee> & Co",
  email: "ann@acme.example",
  locale: "en",
  timeZone: "Europe/Oslo",
  offeredBy: "Acme",
};
const site = { product: "MyPages", publicUrl: "https://portal.example" };

/** What those who queue the mail say in it. */
const facts: Partial<Record<MailTemplate, QueuedMail["facts"]>> = {
  factorAdded: { factor: "totp" },
  factorRemoved: { factor: "passkey" },
  certificateExpires: { days: 7, expiresAt: "2026-12-01T08:00:00.000Z" },
  domainMissing: { domain: "acme.example", days: 6 },
  domainLost: { domain: "acme.example" },
};
const mail = (template: MailTemplate, over: Partial<QueuedMail> = {}): QueuedMail => ({
  template,
  userId: "00000000-0000-7000-8000-000000000001",
  queuedAt: "2026-11-24T13:03:00.000Z",
  facts: facts[template],
  ...over,
});

describe("the words of mails", () => {
  it("are whole for each mail in each language, and different from mail to mail", () => {
    for (const locale of ["en", "ja"]) {
      const all = mailTemplates.map((template) => wordsOf(mail(template), { ...reader, locale }, site));
      for (const words of all) {
        expect(words.locale).toBe(locale);
        expect(asText(words)).not.toMatch(/\bmail\.templates\b|undefined|\{/);
      }
      expect(new Set(all.map((words) => words.subject)).size).toBe(all.length);
    }
  });

  it("speak the reader's language and time zone, and say the zone", () => {
    const at = (locale: string | null, timeZone: string | null, over: Partial<QueuedMail> = {}) =>
      asText(wordsOf(mail("passwordChanged", over), { ...reader, locale, timeZone }, site));
    expect(at("en", "Europe/Oslo")).toContain("24 Nov 2026, 14:03 CET");
    expect(at("ja", "Asia/Tokyo")).toMatch(/2026年11月24日 22:03 JST/);
    // Nothing known of the reader: English, and UTC.
    expect(at(null, "Nowhere/Land")).toContain("24 Nov 2026, 13:03 UTC");
    // The page where the mail was asked for, but never over the account's own choice.
    expect(at(null, null, { locale: "ja" })).toContain("様");
    expect(at("en", null, { locale: "ja" })).toContain("Hello");
    expect(at(null, null, { locale: "xx" })).toContain("Hello");
  });

  it("are not sent with a fact missing", () => {
    expect(() => wordsOf(mail("certificateExpires", { facts: {} }), reader, site)).toThrow("lack a fact");
  });

  it("stand in HTML as they are, whatever a name holds", () => {
    const words = wordsOf(
      mail("activate", { path: '/activate/open?token=a&b="', until: "2026-12-01T08:00:00.000Z" }),
      { ...reader, offeredBy: '<script>alert("x")</script>' },
      site,
    );
    const html = asHtml(words);
    expect(html).toContain("Hello Ann &lt;Lee&gt; &amp; Co,");
    expect(html).not.toContain("<script");
    expect(html).toContain('href="https://portal.example/activate/open?token=a&amp;b=&quot;"');
    // Nothing is fetched when the mail is opened.
    expect(html).not.toMatch(/<img|<link|src=|url\(|@import/);
    expect(asText(words)).toContain("The link works until 1 Dec 2026, 09:00 CET.");
  });
});
