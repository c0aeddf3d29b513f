import { ArrowLeft, CircleCheck, CircleMinus, CircleX, Hourglass } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { requireAdmin, requireProvenAdmin } from "@/app/_server/admin";
import { getFormatter, getTranslations } from "@/app/_server/i18n";
import { orNotFound } from "@/app/_server/or-not-found";
import { PageShell } from "@/app/_server/shell";
import { Fact, Facts } from "@/components/sso/facts";
import { Alert } from "@/components/ui/alert";
import { buttonLook } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { EmptyState } from "@/components/ui/empty-state";
import { Scrollable } from "@/components/ui/scrollable";
import type { Formatter, Translate } from "@/lib/i18n";
import type { SamlCheck, SamlReport } from "@/lib/saml/report";
import { getSignInSettings, getTestOutcome } from "@/lib/sso";

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
          <Link
            href="/admin/sso"
            className="inline-flex min-h-11 w-fit items-center gap-1.5 text-ink-soft text-sm underline-offset-4 hover:text-ink hover:underline sm:min-h-6"
          >
            <ArrowLeft aria-hidden className="size-4" />
            {t("back")}
          </Link>
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
        className="flex-wrap"
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

const looks = {
  passed: { Icon: CircleCheck, tone: "text-positive" },
  failed: { Icon: CircleX, tone: "text-danger" },
  not_reached: { Icon: CircleMinus, tone: "text-ink-faint" },
};

function Check({ check, t }: { check: SamlCheck; t: T }) {
  const { id, outcome } = check;
  const { Icon, tone } = looks[outcome];
  return (
    <li className="flex items-start gap-3 px-5 py-4 text-sm sm:px-6">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${tone}`} />
      <div className="grid min-w-0 flex-1 gap-2">
        <p className="flex flex-wrap justify-between gap-x-4">
          <span className={outcome === "not_reached" ? "text-ink-soft" : "font-medium"}>
            {t(`names.${id}`)}
          </span>
          <span className={tone}>{t(`outcomes.${outcome}`)}</span>
        </p>
        {outcome === "failed" && (
          <>
            <p className="leading-relaxed">{t(`cures.${id}`)}</p>
            <Difference check={check} t={t} />
          </>
        )}
      </div>
    </li>
  );
}

/** What was expected and what came; for a person, who was found, in words. */
function Difference({ check: { id, expected, found }, t }: { check: SamlCheck; t: T }) {
  const known = `persons.${found}` as "persons.unknown";
  if (id === "person" && t.has(known)) return <p className="font-medium">{t(known)}</p>;
  const values = { expected, found };
  const shown = (["expected", "found"] as const).filter((name) => values[name] !== undefined);
  if (shown.length === 0) return null;
  return (
    <div className="rounded-control bg-sunken p-4">
      <Facts>
        {shown.map((name) => (
          <Fact key={name} name={t(name)}>
            <code className="font-mono text-xs">{values[name] || t("none")}</code>
          </Fact>
        ))}
      </Facts>
    </div>
  );
}

const plainFields = [
  "issuer",
  "nameId",
  "nameIdFormat",
  "audience",
  "recipient",
  "notBefore",
  "notOnOrAfter",
  "sessionIndex",
  "authnContext",
] as const;

type AssertionProps = { assertion: NonNullable<SamlReport["assertion"]>; t: T; format: Formatter };

function Assertion({ assertion, t, format }: AssertionProps) {
  const shown = (field: (typeof plainFields)[number]) => {
    const value = assertion[field];
    if (!value) return <span className="text-ink-soft">{t("none")}</span>;
    const isTime = field === "notBefore" || field === "notOnOrAfter";
    return isTime && !Number.isNaN(Date.parse(value)) ? format.dateTime(new Date(value), "moment") : value;
  };
  return (
    <>
      <Facts>
        {plainFields.map((field) => (
          <Fact key={field} name={t(`fields.${field}`)}>
            {shown(field)}
          </Fact>
        ))}
      </Facts>
      <div className="grid gap-3">
        <h3 className="font-semibold text-sm">{t("attributes")}</h3>
        {assertion.attributes.length === 0 ? (
          <p className="text-ink-soft text-sm">{t("noAttributes")}</p>
        ) : (
          <table className="w-full text-left text-sm">
            <thead className="text-ink-soft">
              <tr>
                <th scope="col" className="w-1/2 py-1.5 pr-4 font-medium">
                  {t("attribute")}
                </th>
                <th scope="col" className="py-1.5 font-medium">
                  {t("value")}
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line border-line border-t align-top [overflow-wrap:anywhere]">
              {assertion.attributes.map(({ name, values }) => (
                <tr key={name}>
                  <th scope="row" className="py-1.5 pr-4 font-normal">
                    {name}
                  </th>
                  <td className="py-1.5">{values.join(", ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </>
  );
}
