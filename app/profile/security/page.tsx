import type { Metadata } from "next";
import { requireViewer } from "../../_server/actor";
import { getTranslations } from "../../_server/i18n";
import { PageShell } from "../../_server/shell";
import { FactorsSection } from "./_sections/factors";
import { PasswordSection } from "./_sections/password";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security"))("title") };
}

export default async function SecurityPage() {
  await requireViewer();
  const t = await getTranslations("security");
  return (
    <PageShell section="security" isPage>
      <div className="mx-auto grid w-full max-w-3xl gap-6 px-4 py-8 sm:px-8 sm:py-10">
        <h1 className="font-semibold text-2xl sm:text-[1.75rem]">{t("title")}</h1>
        <PasswordSection />
        <FactorsSection />
      </div>
    </PageShell>
  );
}
