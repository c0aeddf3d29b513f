import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentViewer } from "@/app/_server/actor";
import { clientMessages, getTranslations } from "@/app/_server/i18n";
import { PageShell } from "@/app/_server/shell";
import { ConfirmForm } from "@/components/confirm/confirm-form";
import { MoreTexts } from "@/components/i18n/texts";
import { Alert } from "@/components/ui/alert";
import { Button, buttonLook } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Divider } from "@/components/ui/divider";
import { isProven, type ProofWays, proofWays, safeReturnTo } from "@/lib/auth";
import { beginPasskeyAction, confirmAction, signInAgainAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("confirm"))("title") };
}

/** Asks somebody who is signed in to prove it anew, before a sensitive act. */
export default async function ConfirmPage({ searchParams }: PageProps<"/login/confirm">) {
  const query = await searchParams;
  const to = safeReturnTo(query.to, "/profile/security");
  const viewer = await currentViewer();
  if (!viewer) redirect(`/login?to=${encodeURIComponent(to)}`);
  if (isProven(viewer)) redirect(to);
  const [ways, t, messages] = await Promise.all([
    proofWays(viewer),
    getTranslations("confirm"),
    clientMessages("confirm", "factor", "login"),
  ]);
  return (
    <PageShell>
      <div className="grid flex-1 place-items-center px-4 py-10 sm:py-16">
        <Card className="w-full max-w-[26.5rem] p-6 sm:p-9">
          <h1 className="mb-2 font-semibold text-2xl">{t("title")}</h1>
          <p className="mb-6 text-ink-soft">{t("intro", { address: viewer.email })}</p>
          {ways.provider && (
            <AskProvider provider={ways.provider} to={to} problem={providerProblem(query.problem)} />
          )}
          {ways.provider && ways.password && <Divider className="my-6">{t("or")}</Divider>}
          {ways.signInAgain && (
            <form action={signInAgainAction} className="grid gap-5">
              <input type="hidden" name="to" value={to} />
              <p className="text-sm">{t("bySignIn")}</p>
              <Button type="submit" look="primary" size="large" className="w-full">
                {t("signInAgain")}
              </Button>
            </form>
          )}
          {(ways.code || ways.password) && (
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

/** What the identity provider's answer to the last try lacked. */
const providerProblem = (value: unknown) =>
  value === "other_person" || value === "not_asked" ? value : null;

type AskProviderProps = {
  provider: NonNullable<ProofWays["provider"]>;
  to: string;
  problem: ReturnType<typeof providerProblem>;
};

/** Leads to the organization's provider. A link, not a form: the page's policy lets no form end on another site. */
async function AskProvider({ provider: { slug, name: organization }, to, problem }: AskProviderProps) {
  const t = await getTranslations("confirm");
  const query = new URLSearchParams({ prove: "1", returnTo: to });
  return (
    <div className="grid gap-5">
      {problem && (
        <Alert tone="danger" role="alert">
          {t(`problems.${problem}`, { organization })}
        </Alert>
      )}
      <p className="text-sm">{t("byProvider", { organization })}</p>
      <a
        href={`/saml/${encodeURIComponent(slug)}/login?${query}`}
        className={cn(
          buttonLook({ look: "primary", size: "large" }),
          "h-auto min-h-12 w-full whitespace-normal py-2.5 text-center",
        )}
      >
        {t("askProvider", { organization })}
      </a>
    </div>
  );
}
