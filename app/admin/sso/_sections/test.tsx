import { getFormatter, getTranslations } from "@/app/_server/i18n";
import { buttonLook } from "@/components/ui/button";
import { Card, CardHead } from "@/components/ui/card";
import type { SignInSettings } from "@/lib/sso";

/** Where a test sign-in begins. */
export async function TestSection({ settings }: { settings: SignInSettings }) {
  const [t, format] = await Promise.all([getTranslations("sso.test"), getFormatter()]);
  const { provider, serviceProvider } = settings;
  const last = provider?.testedAt && format.dateTime(provider.testedAt, "moment");
  return (
    <Card aria-labelledby="test">
      <CardHead id="test" title={t("title")} hint={t("hint")} />
      <div className="grid justify-items-start gap-4 p-5 sm:p-6">
        {provider ? (
          <>
            <p className="text-ink-soft text-sm">{last ? t("last", { date: last }) : t("never")}</p>
            {/* A full load: it leaves for the provider. */}
            <a
              href={`${serviceProvider.loginUrl}?test=1`}
              className={buttonLook({ look: last ? "secondary" : "primary" })}
            >
              {t("button")}
            </a>
          </>
        ) : (
          <p className="text-ink-soft text-sm">{t("needsProvider")}</p>
        )}
      </div>
    </Card>
  );
}
