import { Hourglass } from "lucide-react";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { requireAdmin, requireProvenAdmin } from "@/app/_server/admin";
import { getFormatter, getTranslations } from "@/app/_server/i18n";
import { orNotFound } from "@/app/_server/or-not-found";
import { PageShell } from "@/app/_server/shell";
import { Alert } from "@/components/ui/alert";
import { BackLink } from "@/components/ui/back-link";
import { buttonLook } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { EmptyState } from "@/components/ui/empty-state";
import { Scrollable } from "@/components/ui/scrollable";
import type { Formatter, Translate } from "@/lib/i18n";
import type { SamlReport } from "@/lib/saml/report";
import { getSignInSettings, getTestOutcome } from "@/lib/sso";
import { Assertion } from "./_sections/assertion";
import { Check } from "./_sections/check";

type T = Translate<"sso.test">;

export async function generateMetadata(): Promise<Metadata> {
  await requireAdmin();
  return { title: (await getTranslations("sso.test"))("reportTitle") };
}

/** What came of an admin's test sign-in: every check, and what the provider said. */
export default async function TestReportPage({ searchParams }: PageProps<"/admin/sso/test">) {
  const { id } = await searchParams;
  const asked = typeof id === "string" ? id : "";
  const { actor } = await requireProvenAdmin(`/admin/sso/test?id=${encodeURIComponent(asked)}`);
  const [{ report }, { serviceProvider }, t, format] = await Promise.all([
    getTestOutcome(actor, actor.organizationId, asked).catch(orNotFound),
    getSignInSettings(actor, actor.organizationId).catch(orNotFound),
    getTranslations("sso.test"),
    getFormatter(),
  ]);
  const again = (
    <a href={`${serviceProvider.loginUrl}?test=1`} className={buttonLook({ look: "secondary" })}>
      {t("again")}
    </a>
  );
  return (
    <PageShell section="admin">
      <div className="mx-auto grid w-full max-w-4xl gap-6 px-4 py-8 sm:px-8 sm:py-10">
        <header className="grid gap-2">
          <BackLink href="/admin/sso">{t("back")}</BackLink>
          <h1 className="font-semibold text-2xl sm:text-[1.75rem]">{t("reportTitle")}</h1>
        </header>
        {report ? (
          <Report report={report} t={t} format={format} again={again} />
        ) : (
          <Card>
            <EmptyState
              icon={<Hourglass />}
              title={t("waitingTitle")}
              action={
                <div className="flex flex-wrap justify-center gap-3">
                  <a href={`?id=${encodeURIComponent(asked)}`} className={buttonLook({ look: "primary" })}>
                    {t("reload")}
                  </a>
                  {again}
                </div>
              }
            >
              {t("waitingBody")}
            </EmptyState>
          </Card>
        )}
      </div>
    </PageShell>
  );
}

type ReportProps = { report: SamlReport; t: T; format: Formatter; again: ReactNode };

function Report({ report, t, format, again }: ReportProps) {
  const failed = report.checks.filter((check) => check.outcome === "failed").length;
  return (
    <>
      <Alert
        tone={failed > 0 ? "danger" : "positive"}
        role="status"
        heading={failed > 0 ? t("failedTitle", { count: failed }) : t("passedTitle")}
        aside={again}
      >
        {t(failed > 0 ? "failedBody" : "passedBody")}
      </Alert>
      <Card aria-labelledby="checks">
        <CardHead id="checks" title={t("checks")} />
        <ol className="mt-4 divide-y divide-line border-line border-t">
          {report.checks.map((check) => (
            <Check key={check.id} check={check} t={t} />
          ))}
        </ol>
      </Card>
      <Card aria-labelledby="assertion">
        <CardHead id="assertion" title={t("assertion")} hint={t("kept")} />
        <div className="grid gap-6 p-5 sm:p-6">
          {report.assertion ? (
            <Assertion assertion={report.assertion} t={t} format={format} />
          ) : (
            <p className="text-ink-soft text-sm">{t("noAssertion")}</p>
          )}
          <Disclosure title={t("xml")}>
            <Scrollable
              aria-label={t("xml")}
              className="mt-2 max-h-96 overflow-auto rounded-control bg-sunken p-4 text-xs"
            >
              <pre>{report.xml}</pre>
            </Scrollable>
          </Disclosure>
        </div>
      </Card>
    </>
  );
}
