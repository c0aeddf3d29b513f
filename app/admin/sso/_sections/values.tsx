import { Download } from "lucide-react";
import { getTranslations } from "@/app/_server/i18n";
import { CopyValue, Fact, Facts } from "@/components/sso/facts";
import { Guides } from "@/components/sso/guides";
import { buttonLook } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/card";
import type { SignInSettings } from "@/lib/sso";

const shown = ["entityId", "acsUrl", "logoutUrl", "loginUrl", "nameIdFormat"] as const;

/** What an identity provider must know of us, and how each product asks for it. */
export async function ValuesSection({ settings }: { settings: SignInSettings }) {
  const t = await getTranslations("sso");
  const { serviceProvider, provider } = settings;
  return (
    <Card aria-labelledby="values">
      <CardHead id="values" title={t("values.title")} hint={t("values.hint")} />
      <div className="grid gap-6 p-5 sm:p-6">
        <Facts>
          {shown.map((key) => (
            <Fact key={key} name={t(`values.${key}`)}>
              <CopyValue value={serviceProvider[key]} thing={t(`values.${key}`)} />
            </Fact>
          ))}
        </Facts>
        {provider ? (
          <div className="flex flex-wrap gap-3">
            <DownloadLink href={serviceProvider.entityId} name="mypages-metadata.xml">
              {t("values.metadata")}
            </DownloadLink>
            <DownloadLink
              href={`data:application/x-pem-file,${encodeURIComponent(provider.ownCertificate)}`}
              name="mypages-certificate.pem"
            >
              {t("values.certificate")}
            </DownloadLink>
          </div>
        ) : (
          <p className="text-ink-soft text-sm">{t("values.later")}</p>
        )}
        <div className="grid gap-2">
          <h3 className="font-semibold text-sm">{t("values.guides")}</h3>
          <Guides values={serviceProvider} t={t} />
        </div>
      </div>
    </Card>
  );
}

const DownloadLink = ({ href, name, children }: { href: string; name: string; children: string }) => (
  <a href={href} download={name} className={buttonLook({ size: "small" })}>
    <Download aria-hidden />
    {children}
  </a>
);
