import { createFormatter, createTranslator, type NamespaceKeys, type NestedKeyOf } from "use-intl/core";
import { formats } from "./formats";
import { type Locale, regionalTags } from "./locales";
import en from "./messages/en.json" with { type: "json" };
import ja from "./messages/ja.json" with { type: "json" };

export { formats } from "./formats";
export { isLocale, type Locale, localeNames, localeOf, locales, regionalTags } from "./locales";
export { isTimeZone } from "./time-zone";

/** The shape of a catalogue: English leads, and Japanese must have the same keys or it does not compile. */
export type Messages = typeof en;
export type Namespace = NamespaceKeys<Messages, NestedKeyOf<Messages>>;

const catalogues: Record<Locale, Messages> = { en, ja };

export const messagesOf = (locale: Locale): Messages => catalogues[locale];

/** Where and when a text is read: decides language, time zone, and what "5 minutes ago" is measured from. */
export type Reading = { locale: Locale; timeZone: string; now: Date };

/** Texts of one namespace of the catalogue. */
export const translator = <const N extends Namespace>({ locale, timeZone }: Reading, namespace: N) =>
  createTranslator<Messages, N>({
    locale: regionalTags[locale],
    messages: catalogues[locale],
    namespace,
    timeZone,
    formats,
  });
export type Translate<N extends Namespace> = ReturnType<typeof translator<N>>;

/** Dates, times and numbers. */
export const formatter = ({ locale, timeZone, now }: Reading) =>
  createFormatter({ locale: regionalTags[locale], timeZone, now, formats });
export type Formatter = ReturnType<typeof formatter>;
