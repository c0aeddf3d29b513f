import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { clientMessages, getTranslations } from "@/app/_server/i18n";
import { PublicShell } from "@/app/_server/shell";
import { VerifyForm } from "@/components/factor/verify-form";
import { MoreTexts } from "@/components/i18n/texts";
import { Card } from "@/components/ui/card";
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
    <PublicShell offer="apps">
      <div className="grid flex-1 place-items-center px-4 py-10 sm:py-16">
        <Card className="w-full max-w-[26.5rem] p-6 sm:p-9">
          <h1 className="mb-2 font-semibold text-2xl">{t("title")}</h1>
          <p className="mb-6 text-ink-soft">
            {t(passkeys > 0 ? "verifyIntroPasskey" : "verifyIntro", { address: pending.email })}
          </p>
          <MoreTexts messages={messages}>
            <VerifyForm
              verify={verifyAction}
              beginPasskey={passkeys > 0 ? beginPasskeyAction : null}
              hasApp={hasApp}
            />
          </MoreTexts>
          <p className="mt-6 text-center text-sm">
            <Link
              href="/login"
              className="font-medium text-accent underline underline-offset-4 hover:text-accent-hover"
            >
              {t("startOver")}
            </Link>
          </p>
        </Card>
      </div>
    </PublicShell>
  );
}
