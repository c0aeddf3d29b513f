import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "@/app/_server/i18n";
import { requireProvenViewer } from "@/app/_server/proof";
import { NewCodesForm } from "@/components/security/add-factor";
import { factorState } from "@/lib/auth";
import { FactorPage } from "../_sections/factor-page";
import { codesKeptAction, newCodesAction } from "../factor-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.secondFactor"))("newCodes") };
}

export default async function NewCodesPage() {
  const viewer = await requireProvenViewer("/profile/security/codes");
  if (!(await factorState(viewer.actor.userId)).hasFactor) redirect("/profile/security");
  const t = await getTranslations("security.secondFactor");
  return (
    <FactorPage title={t("newCodes")} intro={t("codesIntro")}>
      <NewCodesForm make={newCodesAction} finish={codesKeptAction} />
    </FactorPage>
  );
}
