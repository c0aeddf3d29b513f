import type { Metadata } from "next";
import { requireViewer } from "@/app/_server/actor";
import { clientMessages, getTranslations } from "@/app/_server/i18n";
import { PageShell } from "@/app/_server/shell";
import { MoreTexts } from "@/components/i18n/texts";
import { FactorsSection } from "./_sections/factors";
import { PasswordSection } from "./_sections/password";
import { SessionsSection } from "./_sections/sessions";
import { SignInsSection } from "./_sections/sign-ins";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security"))("title") };
}

export default async function SecurityPage() {
  const viewer = await requireViewer();
  const [t, messages] = await Promise.all([
    getTranslations("security"),
    clientMessages("security", "login", "confirm"),
  ]);
  return (
    <PageShell section="security" isPage>
      <div className="mx-auto grid w-full max-w-3xl gap-6 px-4 py-8 sm:px-8 sm:py-10">
        <header className="grid gap-1">
          <h1 className="font-semibold text-2xl sm:text-[1.75rem]">{t("title")}</h1>
          <p className="text-ink-soft">{t("intro", { address: viewer.email })}</p>
        </header>
        <MoreTexts messages={messages}>
          <PasswordSection viewer={viewer} />
          <FactorsSection viewer={viewer} />
          <SessionsSection viewer={viewer} />
          <SignInsSection viewer={viewer} />
        </MoreTexts>
      </div>
    </PageShell>
  );
}
