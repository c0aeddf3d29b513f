import type { Metadata } from "next";
import { requireAdmin, requireProvenAdmin } from "@/app/_server/admin";
import { clientMessages, getFormatter, getTranslations } from "@/app/_server/i18n";
import { orNotFound } from "@/app/_server/or-not-found";
import { PageShell } from "@/app/_server/shell";
import { MoreTexts } from "@/components/i18n/texts";
import { StageSteps } from "@/components/sso/stage-steps";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { daysLeft, getSignInSettings, type SignInSettings, type SsoStage } from "@/lib/sso";
import { DomainsSection } from "./_sections/domains";
import { ProviderSection } from "./_sections/provider";
import { RulesSection } from "./_sections/rules";
import { TestSection } from "./_sections/test";
import { ValuesSection } from "./_sections/values";

export async function generateMetadata(): Promise<Metadata> {
  await requireAdmin();
  return { title: (await getTranslations("sso"))("title") };
}

const tones = {
  not_set_up: "neutral",
  set_up: "warning",
  tested: "accent",
  enabled: "positive",
  required: "positive",
} as const satisfies Record<SsoStage, string>;

const doneThings = ["provider", "provider_removed", "domain", "domain_removed"] as const;

/** How an organization's people sign in: its admin's page. */
export default async function SignInSettingsPage({ searchParams }: PageProps<"/admin/sso">) {
  const { actor } = await requireProvenAdmin("/admin/sso");
  const [settings, t, messages, query] = await Promise.all([
    getSignInSettings(actor, actor.organizationId).catch(orNotFound),
    getTranslations("sso"),
    clientMessages("sso"),
    searchParams,
  ]);
  const { title: _title, guides: _guides, test: _test, ...sso } = messages.sso;
  const done = doneThings.find((one) => one === query.done);
  return (
    <PageShell section="admin" isPage>
      <div className="mx-auto grid w-full max-w-4xl gap-6 px-4 py-8 sm:px-8 sm:py-10">
        <header className="grid gap-1">
          <h1 className="font-semibold text-2xl sm:text-[1.75rem]">{t("title")}</h1>
          <p className="text-ink-soft">{t("intro", { organization: settings.organizationName })}</p>
        </header>
        {done && (
          <Alert tone="positive" role="status">
            {t(`done.${done}`)}
          </Alert>
        )}
        <ExpiryWarning settings={settings} />
        <Card className="grid gap-5 p-5 sm:p-6">
          <h2 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold text-lg">
            {t("stage")}
            <Badge tone={tones[settings.stage]}>{t(`stages.${settings.stage}`)}</Badge>
          </h2>
          <StageSteps stage={settings.stage} t={t} />
        </Card>
        <MoreTexts messages={{ sso }}>
          <ValuesSection settings={settings} />
          <ProviderSection settings={settings} />
          <TestSection settings={settings} />
          <RulesSection settings={settings} />
          <DomainsSection settings={settings} />
        </MoreTexts>
      </div>
    </PageShell>
  );
}

/** From so many days before the end of the last certificate on, the page says so. */
const WARN_DAYS = 30;

async function ExpiryWarning({ settings: { provider } }: { settings: SignInSettings }) {
  const [t, format] = await Promise.all([getTranslations("sso.expiry"), getFormatter()]);
  const days = daysLeft(provider?.certificates ?? []);
  if (!provider || days > WARN_DAYS) return null;
  const end = Math.max(0, ...provider.certificates.map((one) => one.notAfter.getTime()));
  const date = format.dateTime(new Date(end), "moment");
  return (
    <Alert tone={days > 7 ? "warning" : "danger"} heading={t("title", { days: Math.max(0, days) })}>
      {t(days > 0 ? "body" : "over", { date })}
    </Alert>
  );
}
