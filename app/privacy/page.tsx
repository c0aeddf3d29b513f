import type { Metadata } from "next";
import { TextPage, TextSection } from "@/components/shell/text-page";
import { getTranslations } from "../_server/i18n";
import { PageShell } from "../_server/shell";

const sections = ["stored", "notStored", "why", "who", "how_long", "cookies", "rights"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("privacy"))("title") };
}

export default async function PrivacyPage() {
  const t = await getTranslations("privacy");
  return (
    <PageShell>
      <TextPage title={t("title")} intro={t("intro")}>
        {sections.map((section) => (
          <TextSection key={section} title={t(`${section}.title`)}>
            {t(`${section}.body`)}
          </TextSection>
        ))}
      </TextPage>
    </PageShell>
  );
}
