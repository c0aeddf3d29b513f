import { Globe, Monitor, Phone, ShieldCheck, Smartphone, Tv } from "lucide-react";
import type { Metadata } from "next";
import { TextPage } from "@/components/shell/text-page";
import { Card } from "@/components/ui/card";
import { getTranslations } from "../_server/i18n";
import { PageShell } from "../_server/shell";

/** The ways into a meeting, the easiest first. */
const ways = [
  ["browser", Globe],
  ["desktop", Monitor],
  ["mobile", Smartphone],
  ["room", Tv],
  ["telephone", Phone],
] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("apps"))("title") };
}

export default async function AppsPage() {
  const t = await getTranslations("apps");
  return (
    <PageShell>
      <TextPage title={t("title")} intro={t("intro")}>
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {ways.map(([way, Icon]) => (
            <li key={way} className="grid">
              <Card aria-labelledby={way} className="grid content-start gap-4 p-6">
                <Icon aria-hidden className="size-7 text-accent" strokeWidth={1.6} />
                <div className="grid gap-1.5">
                  <h2 id={way} className="font-semibold text-lg">
                    {t(`${way}.title`)}
                  </h2>
                  <p className="text-ink-soft text-sm leading-relaxed">{t(`${way}.body`)}</p>
                </div>
                <dl className="grid gap-3 border-line border-t pt-4 text-sm">
                  <div className="grid gap-0.5">
                    <dt className="font-medium">{t("needsLabel")}</dt>
                    <dd className="text-ink-soft">{t(`${way}.needs`)}</dd>
                  </div>
                  <div className="grid gap-0.5">
                    <dt className="inline-flex items-center gap-1.5 font-medium">
                      <ShieldCheck aria-hidden className="size-4 text-ink-faint" />
                      {t("encryptionLabel")}
                    </dt>
                    <dd className="text-ink-soft">{t(`${way}.encryption`)}</dd>
                  </div>
                </dl>
              </Card>
            </li>
          ))}
        </ul>
        <p className="max-w-2xl text-ink-soft text-sm leading-relaxed">{t("help")}</p>
      </TextPage>
    </PageShell>
  );
}
