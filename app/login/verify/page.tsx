import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { clientMessages, getTranslations } from "@/app/_server/i18n";
import { NarrowPage } from "@/app/_server/narrow-page";
import { VerifyForm } from "@/components/factor/verify-form";
import { MoreTexts } from "@/components/i18n/texts";
import { linkLook } from "@/components/ui/link-look";
import { factorState, findPending, pendingCookieName } from "@/lib/auth";
import { beginPasskeyAction, verifyAction } from "../enroll/actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("factor"))("title") };
}

export default async function VerifyPage() {
  const pending = await findPending((await cookies()).get(pendingCookieName())?.value);
  if (!pending) redirect("/login");
  const [{ hasApp, passkeys }, t, messages] = await Promise.all([
    factorState(pending.userId),
    getTranslations("factor"),
    clientMessages("factor"),
  ]);
  return (
    <NarrowPage
      title={t("title")}
      intro={t(passkeys > 0 ? "verifyIntroPasskey" : "verifyIntro", { address: pending.email })}
    >
      <MoreTexts messages={messages}>
        <VerifyForm
          verify={verifyAction}
          beginPasskey={passkeys > 0 ? beginPasskeyAction : null}
          hasApp={hasApp}
        />
      </MoreTexts>
      <p className="mt-6 text-center text-sm">
        <Link href="/login" className={linkLook}>
          {t("startOver")}
        </Link>
      </p>
    </NarrowPage>
  );
}
