import { getFormatter, getTranslations } from "@/app/_server/i18n";
import { CheckForm, ClaimForm } from "@/components/sso/domain-forms";
import { CopyValue, Fact, Facts } from "@/components/sso/facts";
import { RemoveForm } from "@/components/sso/remove-form";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card, CardHead } from "@/components/ui/card";
import type { Formatter, Translate } from "@/lib/i18n";
import { type ClaimedDomain, MISSING_DAYS_MAX, type SignInSettings } from "@/lib/sso";
import { checkDomainAction, claimDomainAction, removeDomainAction } from "../actions";

/** The domains whose addresses are the organization's. */
export async function DomainsSection({ settings: { domains } }: { settings: SignInSettings }) {
  const [t, format] = await Promise.all([getTranslations("sso.domains"), getFormatter()]);
  return (
    <Card aria-labelledby="domains">
      <CardHead id="domains" title={t("title")} hint={t("hint")} />
      {domains.length === 0 ? (
        <p className="px-5 pt-4 text-ink-soft text-sm sm:px-6">{t("none")}</p>
      ) : (
        <ul className="mt-4 divide-y divide-line border-line border-y">
          {domains.map((domain) => (
            <Line key={domain.id} domain={domain} t={t} format={format} />
          ))}
        </ul>
      )}
      <div className="p-5 sm:p-6">
        <ClaimForm claim={claimDomainAction} />
      </div>
    </Card>
  );
}

type LineProps = { domain: ClaimedDomain; t: Translate<"sso.domains">; format: Formatter };

const Line = ({
  domain: { id, domain, verifiedAt, verifiedBy, missingDays, record },
  t,
  format,
}: LineProps) => (
  <li className="grid gap-4 px-5 py-5 sm:px-6">
    <div className="grid gap-1">
      <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium [overflow-wrap:anywhere]">
        {domain}
        <Badge tone={verifiedAt ? "positive" : "warning"}>{t(verifiedAt ? "verified" : "waiting")}</Badge>
      </h3>
      {verifiedAt && (
        <p className="text-ink-soft text-sm">
          {t(`verifiedBy.${verifiedBy ?? "dns"}`, { date: format.dateTime(verifiedAt, "moment") })}
        </p>
      )}
    </div>
    {(!verifiedAt || missingDays > 0) && (
      <>
        {verifiedAt ? (
          <Alert tone="warning">{t("missing", { days: MISSING_DAYS_MAX - missingDays })}</Alert>
        ) : (
          <p className="text-sm">{t("publish")}</p>
        )}
        <div className="rounded-control bg-sunken p-4">
          <Facts>
            <Fact name={t("host")}>
              <CopyValue value={record.host} thing={t("host")} />
              <span className="text-ink-soft">{t("orRoot", { domain })}</span>
            </Fact>
            <Fact name={t("text")}>
              <CopyValue value={record.text} thing={t("text")} />
            </Fact>
          </Facts>
        </div>
        {!verifiedAt && <CheckForm domainId={id} domain={domain} check={checkDomainAction} />}
      </>
    )}
    <RemoveForm
      question={{
        opener: t("remove"),
        openerLabel: t("removeNamed", { domain }),
        title: t("removeTitle", { domain }),
        body: t("removeBody"),
        confirm: t("removeButton"),
      }}
      hidden={{ domainId: id }}
      remove={removeDomainAction}
    />
  </li>
);
