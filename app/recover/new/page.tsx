import type { Metadata } from "next";
import { clientMessages, getTranslations } from "@/app/_server/i18n";
import { openedLink } from "@/app/_server/mail-link";
import { NarrowPage } from "@/app/_server/narrow-page";
import { MoreTexts } from "@/components/i18n/texts";
import { NewPasswordForm } from "@/components/recover/new-password-form";
import { ButtonLink } from "@/components/ui/button-link";
import { knownWords } from "@/lib/auth/new-password";
import { findRecovery } from "@/lib/recovery";
import { newPasswordAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("recover"))("new.title") };
}

/** Where a recovery mail leads: a new password, for the one who has the mailbox. */
export default async function NewPasswordPage() {
  const [found, t, messages] = await Promise.all([
    openedLink("recover").then(findRecovery),
    getTranslations("recover"),
    clientMessages("recover", "login", "security"),
  ]);
  if (!found)
    return (
      <NarrowPage title={t("over.title")} intro={t("over.body")}>
        <div className="grid gap-3">
          <ButtonLink href="/recover" look="primary" size="large">
            {t("over.again")}
          </ButtonLink>
          <ButtonLink href="/login" size="large">
            {t("over.login")}
          </ButtonLink>
        </div>
      </NarrowPage>
    );
  return (
    <NarrowPage title={t("new.title")} intro={t("new.intro", { address: found.email })}>
      <MoreTexts messages={messages}>
        <NewPasswordForm email={found.email} known={knownWords(found)} save={newPasswordAction} />
      </MoreTexts>
    </NarrowPage>
  );
}
