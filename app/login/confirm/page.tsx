import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentViewer } from "@/app/_server/actor";
import { clientMessages, getTranslations } from "@/app/_server/i18n";
import { PageShell } from "@/app/_server/shell";
import { ConfirmForm } from "@/components/confirm/confirm-form";
import { MoreTexts } from "@/components/i18n/texts";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { isProven, proofWays, safeReturnTo } from "@/lib/auth";
import { beginPasskeyAction, confirmAction, signInAgainAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("confirm"))("title") };
}

/** Asks somebody who is signed in to prove it anew, before a sensitive act. */
export default async function ConfirmPage({ searchParams }: PageProps<"/login/confirm">) {
  const to = safeReturnTo((await searchParams).to, "/profile/security");
  const viewer = await currentViewer();
  if (!viewer) redirect(`/login?to=${encodeURIComponent(to)}`);
  if (isProven(viewer)) redirect(to);
  const [ways, t, messages] = await Promise.all([
    proofWays(viewer.actor.userId),
    getTranslations("confirm"),
    clientMessages("confirm", "factor", "login"),
  ]);
  return (
    <PageShell>
      <div className="grid flex-1 place-items-center px-4 py-10 sm:py-16">
        <Card className="w-full max-w-[26.5rem] p-6 sm:p-9">
          <h1 className="mb-2 font-semibold text-2xl">{t("title")}</h1>
          <p className="mb-6 text-ink-soft">{t("intro", { address: viewer.email })}</p>
          {ways.signInAgain ? (
            <form action={signInAgainAction} className="grid gap-5">
              <input type="hidden" name="to" value={to} />
              <p className="text-sm">{t("byProvider")}</p>
              <Button type="submit" look="primary" size="large" className="w-full">
                {t("signInAgain")}
              </Button>
            </form>
          ) : (
            <MoreTexts messages={messages}>
              <ConfirmForm
                to={to}
                by={ways.code ? "code" : "password"}
                beginPasskey={ways.passkey ? beginPasskeyAction : null}
                confirm={confirmAction}
              />
            </MoreTexts>
          )}
        </Card>
      </div>
    </PageShell>
  );
}
