import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { MoreTexts } from "@/components/i18n/texts";
import { LoginForm } from "@/components/login/login-form";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { currentViewer } from "../_server/actor";
import { clientMessages, getTranslations } from "../_server/i18n";
import { PublicShell } from "../_server/shell";
import { signInAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("login"))("title") };
}

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  if (await currentViewer()) redirect("/");
  const [t, messages] = await Promise.all([getTranslations("login"), clientMessages("login")]);
  return (
    <PublicShell offer="apps">
      <div className="grid flex-1 place-items-center px-4 py-10 sm:py-16">
        <Card className="w-full max-w-[26.5rem] p-6 sm:p-9">
          <h1 className="mb-6 font-semibold text-2xl">{t("title")}</h1>
          {"over" in (await searchParams) && (
            <Alert tone="warning" role="status" className="mb-6">
              {t("over")}
            </Alert>
          )}
          <MoreTexts messages={messages}>
            <LoginForm signIn={signInAction} />
          </MoreTexts>
        </Card>
      </div>
    </PublicShell>
  );
}
