import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import {
  formatter,
  isTimeZone,
  localeOf,
  type Messages,
  messagesOf,
  type Namespace,
  type Reading,
  translator,
} from "@/lib/i18n";
import { currentViewer } from "./actor";

/** The language, time zone and moment in which this request is answered. */
export const reading = cache(async (): Promise<Reading & { isZoneKnown: boolean }> => {
  const [jar, sent, viewer] = await Promise.all([cookies(), headers(), currentViewer()]);
  const zone = [viewer?.timeZone, jar.get("tz")?.value].find((name) => name && isTimeZone(name));
  return {
    locale: localeOf({
      cookie: jar.get("locale")?.value,
      account: viewer?.locale,
      acceptLanguage: sent.get("accept-language"),
    }),
    timeZone: zone ?? "UTC",
    isZoneKnown: zone !== undefined,
    now: new Date(),
  };
});

export const getLocale = async () => (await reading()).locale;
export const getTranslations = async <const N extends Namespace>(namespace: N) =>
  translator(await reading(), namespace);
export const getFormatter = async () => formatter(await reading());

/** The part of the catalogue that client components of a page need; the rest stays on the server. */
export async function clientMessages<const K extends keyof Messages>(
  ...names: K[]
): Promise<Pick<Messages, K>> {
  const all = messagesOf(await getLocale());
  return Object.fromEntries(names.map((name) => [name, all[name]])) as Pick<Messages, K>;
}
