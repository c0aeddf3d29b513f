import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getFormatter, getTranslations } from "@/app/_server/i18n";
import { PublicShell } from "@/app/_server/shell";
import { StopForm } from "@/components/people/stop-form";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { resetBehind } from "@/lib/second-factor";
import { stopAction } from "./actions";
import { STOP_COOKIE } from "./cookie";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("stopReset"))("title") };
}

/** Where the owner stops a reset of the second factor, without signing in: the factor may be what is missing. */
export default async function StopResetPage() {
  const token = (await cookies()).get(STOP_COOKIE)?.value;
  const [reset, t, format] = await Promise.all([
    resetBehind(token),
    getTranslations("stopReset"),
    getFormatter(),
  ]);
  return (
    <PublicShell offer="apps">
      <div className="grid flex-1 place-items-center px-4 py-10 sm:py-16">
        <Card className="grid w-full max-w-[28rem] gap-6 p-6 sm:p-9">
          <h1 className="font-semibold text-2xl">{t("title")}</h1>
          {reset.state === "open" ? (
            <>
              <p className="text-ink-soft">
                {t("open", { until: format.dateTime(reset.effectiveAt, "moment") })}
              </p>
              <StopForm action={stopAction} label={t("stop")} />
            </>
          ) : (
            <>
              <Alert tone={reset.state === "stopped" ? "positive" : "info"}>{t(reset.state)}</Alert>
              <ButtonLink href="/login" size="large">
                {t("logIn")}
              </ButtonLink>
            </>
          )}
        </Card>
      </div>
    </PublicShell>
  );
}
