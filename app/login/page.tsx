import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { z } from "zod";
import { MoreTexts } from "@/components/i18n/texts";
import { LoginForm } from "@/components/login/login-form";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { linkLook } from "@/components/ui/link-look";
import { SIGN_IN_PATH, type SignInProblem, safeReturnTo } from "@/lib/auth";
import { currentViewer } from "../_server/actor";
import { clientMessages, getTranslations } from "../_server/i18n";
import { PublicShell } from "../_server/shell";
import { addressAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("login"))("title") };
}

const problem = z.object({
  problem: z.enum(["wrong_credentials", "throttled", "busy"]),
  minutes: z.coerce.number().int().positive().max(10_000).optional(),
});

/** What was wrong with a try that was posted without the form's script. */
function problemIn(query: Record<string, string | string[] | undefined>): SignInProblem | undefined {
  const { data } = problem.safeParse(query);
  return data && { key: data.problem, minutes: data.minutes };
}

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  const query = await searchParams;
  if (await currentViewer()) redirect(safeReturnTo(query.to, "/"));
  const [t, recover, saml, messages] = await Promise.all([
    getTranslations("login"),
    getTranslations("recover"),
    getTranslations("saml"),
    clientMessages("login", "saml"),
  ]);
  const out = query.out === "everywhere" || query.out === "here" ? query.out : null;
  return (
    <PublicShell offer="apps">
      <div className="grid flex-1 place-items-center px-4 py-10 sm:py-16">
        <Card className="w-full max-w-[26.5rem] p-6 sm:p-9">
          <h1 className="mb-6 font-semibold text-2xl">{t("title")}</h1>
          {"over" in query && (
            <Alert tone="warning" role="status" className="mb-6">
              {t("over")}
            </Alert>
          )}
          {out && (
            <Alert tone={out === "everywhere" ? "positive" : "info"} role="status" className="mb-6">
              {saml(`out.${out}`)}
            </Alert>
          )}
          <MoreTexts messages={messages}>
            <LoginForm
              takeAddress={addressAction}
              action={SIGN_IN_PATH}
              returnTo={safeReturnTo(query.to, "")}
              isByPassword={query.password === "1"}
              problem={problemIn(query)}
            />
          </MoreTexts>
          <p className="mt-6 text-center text-sm">
            <Link href="/recover" className={linkLook}>
              {recover("link")}
            </Link>
          </p>
        </Card>
      </div>
    </PublicShell>
  );
}
