"use client";

import { useFormatter, useNow, useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Fact, Facts } from "./facts";

/** An identity provider as a page shows it. Dates as ISO 8601, because it crosses to the browser. */
export type ShownIdp = {
  entityId: string;
  ssoUrl: string;
  sloUrl: string | null;
  certificates: {
    subject: string;
    fingerprint: string;
    notBefore: string;
    notAfter: string;
    daysLeft: number;
  }[];
};

/** From so many days before a certificate's end on, its badge is coloured. */
const SOON_DAYS = 30;

export function IdpFacts({ idp }: { idp: ShownIdp }) {
  const t = useTranslations("sso.provider");
  const format = useFormatter();
  const now = useNow();
  const toneOf = (days: number) => (days <= 0 ? "danger" : days <= SOON_DAYS ? "warning" : "positive");
  return (
    <Facts>
      <Fact name={t("entityId")}>{idp.entityId}</Fact>
      <Fact name={t("ssoUrl")}>{idp.ssoUrl}</Fact>
      <Fact name={t("sloUrl")}>{idp.sloUrl ?? <span className="text-ink-soft">{t("noLogout")}</span>}</Fact>
      <Fact name={t("certificates")}>
        <ul className="grid gap-3">
          {idp.certificates.map((one) => (
            <li key={one.fingerprint} className="grid gap-1">
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                {t("certificate", {
                  subject: one.subject,
                  date: format.dateTime(new Date(one.notAfter), "moment"),
                })}
                {new Date(one.notBefore) > now ? (
                  <Badge>{t("notYet", { date: format.dateTime(new Date(one.notBefore), "moment") })}</Badge>
                ) : (
                  <Badge tone={toneOf(one.daysLeft)}>{t("ends", { days: Math.max(0, one.daysLeft) })}</Badge>
                )}
              </span>
              <span className="font-mono text-ink-soft text-xs">
                {t("fingerprint", { fingerprint: one.fingerprint })}
              </span>
            </li>
          ))}
        </ul>
      </Fact>
    </Facts>
  );
}
