/** Languages the portal speaks; the first is the fallback. */
export const locales = ["en", "ja"] as const;
export type Locale = (typeof locales)[number];

/** What each language calls itself. Never translated. */
export const localeNames: Record<Locale, string> = { en: "English", ja: "日本語" };

/** Tags for dates and numbers: 24-hour clock and unambiguous dates, for people in many countries. */
export const regionalTags: Record<Locale, string> = { en: "en-GB", ja: "ja-JP" };

export const isLocale = (value: unknown): value is Locale => locales.some((locale) => locale === value);

/** The language of a request: what the person chose, else what their account says, else what the browser asks for. */
export function localeOf(asked: {
  cookie?: string;
  account?: string | null;
  acceptLanguage?: string | null;
}): Locale {
  if (isLocale(asked.cookie)) return asked.cookie;
  if (isLocale(asked.account)) return asked.account;
  return fromAcceptLanguage(asked.acceptLanguage ?? "") ?? locales[0];
}

/** The best language of an Accept-Language header (RFC 9110, 12.5.4), or null when it names none of ours. */
function fromAcceptLanguage(header: string): Locale | null {
  const asked = header
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const q = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find(Boolean);
      return { language: tag.split("-")[0], weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return asked.map(({ language }) => language).find(isLocale) ?? null;
}
