import type { Metadata } from "next";
import { getTranslations } from "@/app/_server/i18n";
import { requireProvenViewer } from "@/app/_server/proof";
import { QrPicture } from "@/components/factor/qr-picture";
import { AddAppForm } from "@/components/security/add-factor";
import { currentBrand } from "@/lib/brand";
import { AppError } from "@/lib/errors";
import { beginApp } from "@/lib/second-factor";
import { FactorPage } from "../_sections/factor-page";
import { addAppAction, codesKeptAction } from "../factor-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.secondFactor"))("addApp") };
}

/** Adds an authenticator app. Somebody who has one already sees only what its first code brought: the recovery codes. */
export default async function AddAppPage() {
  const viewer = await requireProvenViewer("/profile/security/app");
  const { productName } = await currentBrand();
  const [waiting, t, tFactor] = await Promise.all([
    beginApp(viewer, productName).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "conflict") return null;
      throw error;
    }),
    getTranslations("security.secondFactor"),
    getTranslations("factor"),
  ]);
  return (
    <FactorPage title={t("addApp")} intro={t("appIntro", { address: viewer.email })}>
      <AddAppForm
        waiting={
          waiting && {
            picture: <QrPicture text={waiting.uri} label={tFactor("picture")} />,
            seed: waiting.seed,
          }
        }
        add={addAppAction}
        finish={codesKeptAction}
      />
    </FactorPage>
  );
}
