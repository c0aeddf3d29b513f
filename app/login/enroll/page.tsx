import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { clientMessages, getTranslations } from "@/app/_server/i18n";
import { NarrowPage } from "@/app/_server/narrow-page";
import { EnrollForm } from "@/components/factor/enroll-form";
import { QrPicture } from "@/components/factor/qr-picture";
import { MoreTexts } from "@/components/i18n/texts";
import { findPending, pendingCookieName } from "@/lib/auth";
import { currentBrand } from "@/lib/brand";
import { AppError } from "@/lib/errors";
import { enrollment } from "@/lib/second-factor";
import { beginEnrollPasskeyAction, confirmAction, finishAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("factor"))("enrollTitle") };
}

/** Setting a second factor up, for who must have one: no other page opens before. */
export default async function EnrollPage() {
  const pending = await findPending((await cookies()).get(pendingCookieName())?.value);
  if (!pending) redirect("/login");
  const brand = await currentBrand();
  const [waiting, t, messages] = await Promise.all([
    enrollment(pending, brand.productName).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "conflict") return null;
      throw error;
    }),
    getTranslations("factor"),
    clientMessages("factor"),
  ]);
  if (!waiting && !pending.enrolledAt) redirect("/login/verify");
  return (
    <NarrowPage title={t("enrollTitle")} intro={t("enrollIntro", { address: pending.email })}>
      <MoreTexts messages={messages}>
        <EnrollForm
          waiting={
            waiting && {
              picture: <QrPicture text={waiting.uri} label={t("picture")} />,
              seed: waiting.seed,
            }
          }
          confirm={confirmAction}
          beginPasskey={beginEnrollPasskeyAction}
          finish={finishAction}
        />
      </MoreTexts>
    </NarrowPage>
  );
}
