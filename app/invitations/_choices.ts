import "server-only";
import { type Locale, localeNames, locales } from "@/lib/i18n";

/** The time zones to choose from, with one that stands there already in any case. */
export function zoneChoices(current: string): string[] {
  return [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), current])].sort();
}

/** Languages that guests can be told in, the organizer's own first. */
export const languageChoices = (own: Locale): { value: Locale; label: string }[] =>
  [own, ...locales.filter((locale) => locale !== own)].map((value) => ({
    value,
    label: localeNames[value],
  }));
