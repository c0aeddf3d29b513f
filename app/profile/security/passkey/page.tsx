import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "@/app/_server/i18n";
import { requireProvenViewer } from "@/app/_server/proof";
import { AddPasskeyForm } from "@/components/security/add-factor";
import { passkeyNameFrom } from "@/lib/second-factor";
import { FactorPage } from "../_sections/factor-page";
import { addPasskeyAction, beginAddPasskeyAction, codesKeptAction } from "../factor-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.secondFactor"))("addPasskey") };
}

export default async function AddPasskeyPage() {
  await requireProvenViewer("/profile/security/passkey");
  const t = await getTranslations("security.secondFactor");
  return (
    <FactorPage title={t("addPasskey")} intro={t("passkeyIntro")}>
      <AddPasskeyForm
        name={passkeyNameFrom((await headers()).get("user-agent"))}
        begin={beginAddPasskeyAction}
        add={addPasskeyAction}
        finish={codesKeptAction}
      />
    </FactorPage>
  );
}
