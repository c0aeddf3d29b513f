import type { Metadata } from "next";
import { clientMessages, getTranslations } from "@/app/_server/i18n";
import { NarrowPage } from "@/app/_server/narrow-page";
import { MoreTexts } from "@/components/i18n/texts";
import { AskForm } from "@/components/recover/ask-form";
import { askAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("recover"))("title") };
}

/** For somebody who forgot the password: a mail is the only way to a new one. */
export default async function RecoverPage() {
  const [t, messages] = await Promise.all([getTranslations("recover"), clientMessages("recover", "login")]);
  return (
    <NarrowPage title={t("title")}>
      <MoreTexts messages={messages}>
        <AskForm ask={askAction} />
      </MoreTexts>
    </NarrowPage>
  );
}
