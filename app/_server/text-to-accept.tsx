import "server-only";
import { TextInPlace } from "@/components/activate/text-in-place";
import type { ShownText } from "@/lib/legal";
import { getTranslations } from "./i18n";
import { aboutText, titled } from "./legal-page";

/** A text beside the tick that accepts it, and the way to its own page. */
export async function TextToAccept({ text, href }: { text: ShownText; href: "/terms" | "/privacy" }) {
  const [t, { title, blocks }, about] = await Promise.all([
    getTranslations("activate"),
    titled(text),
    aboutText(text),
  ]);
  const link = { href, words: t("newTab"), label: t("openText", { text: title }) };
  return <TextInPlace title={title} about={about} locale={text.locale} blocks={blocks} link={link} />;
}
