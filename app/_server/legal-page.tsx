import "server-only";
import { cookies } from "next/headers";
import { LegalText } from "@/components/legal/legal-text";
import { TextPage } from "@/components/shell/text-page";
import { waitingUserId } from "@/lib/activation";
import { findPending, pendingCookieName } from "@/lib/auth";
import { isLocale, localeNames } from "@/lib/i18n";
import { legalTexts, offeringPartner, parseText, type ShownText } from "@/lib/legal";
import { currentViewer } from "./actor";
import { getFormatter, getLocale, getTranslations } from "./i18n";
import { openedLink } from "./mail-link";
import { PageShell } from "./shell";

/** A page with the legal text that applies to who looks at it. */
export async function LegalPage({ which }: { which: "terms" | "privacy" }) {
  const viewer = await currentViewer();
  const userId = viewer?.actor.userId ?? (await aboutToAccept());
  const partner = userId ? await offeringPartner(userId) : null;
  const text = (await legalTexts(partner, await getLocale()))[which];
  const { title, blocks } = await titled(text);
  return (
    <PageShell>
      <TextPage title={title} intro={await aboutText(text)}>
        <div lang={text.locale}>
          <LegalText blocks={blocks} />
        </div>
      </TextPage>
    </PageShell>
  );
}

/** Somebody who is about to activate an account, or to sign in for the first time, reads what applies to that account. */
async function aboutToAccept(): Promise<string | null> {
  const pending = await findPending((await cookies()).get(pendingCookieName())?.value, "consent");
  return pending?.userId ?? waitingUserId(await openedLink("activate"));
}

/** A text without its title, which stands apart; one without a title has the usual one. */
export async function titled(text: ShownText) {
  const [first, ...rest] = parseText(text.body, text.name);
  const t = await getTranslations("legal");
  if (first?.kind !== "heading" || first.depth !== 1)
    return { title: t(`titles.${text.kind}`), blocks: first ? [first, ...rest] : [] };
  const title = first.content.map((inline) => (inline.kind === "text" ? inline.text : "")).join("");
  return { title: title.trim() || t(`titles.${text.kind}`), blocks: rest };
}

/** Which version a text is, of whom, and that it is in another language than the page if it is. */
export async function aboutText({ version, publishedAt, name, locale }: ShownText): Promise<string> {
  const [t, format, pageLocale] = await Promise.all([getTranslations("legal"), getFormatter(), getLocale()]);
  const date = format.dateTime(publishedAt, { dateStyle: "long", timeZone: "UTC" });
  const about = t("version", { version, date, name });
  if (locale === pageLocale || !isLocale(locale)) return about;
  return `${about} · ${t("otherLanguage", { language: localeNames[locale] })}`;
}
