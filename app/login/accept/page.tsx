import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { clientMessages, getLocale, getTranslations } from "@/app/_server/i18n";
import { NarrowPage } from "@/app/_server/narrow-page";
import { TextToAccept } from "@/app/_server/text-to-accept";
import { AcceptForm } from "@/components/consent/accept-form";
import { MoreTexts } from "@/components/i18n/texts";
import { findPending, pendingCookieName } from "@/lib/auth";
import { currentBrand } from "@/lib/brand";
import { legalTexts, offeringPartner } from "@/lib/legal";
import { acceptAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("accept"))("title") };
}

/** The texts, for somebody who has proven who they are but has not accepted them yet: no other page opens before. */
export default async function AcceptPage() {
  const pending = await findPending((await cookies()).get(pendingCookieName())?.value, "consent");
  if (!pending) redirect("/login");
  const [t, tFactor, messages, locale, partner, brand] = await Promise.all([
    getTranslations("accept"),
    getTranslations("factor"),
    clientMessages("activate", "accept"),
    getLocale(),
    offeringPartner(pending.userId),
    currentBrand(),
  ]);
  const { terms, privacy } = await legalTexts(partner, locale);
  const words = { address: pending.email, product: brand.productName };
  return (
    <NarrowPage isWide title={t("welcome", { name: pending.displayName })} intro={t("intro", words)}>
      <MoreTexts messages={messages}>
        <AcceptForm
          ids={{ terms: terms.id, privacy: privacy.id }}
          terms={<TextToAccept text={terms} href="/terms" />}
          privacy={<TextToAccept text={privacy} href="/privacy" />}
          accept={acceptAction}
        />
      </MoreTexts>
      <p className="mt-6 text-center text-sm">
        <Link
          href="/login"
          className="font-medium text-accent underline underline-offset-4 hover:text-accent-hover"
        >
          {tFactor("startOver")}
        </Link>
      </p>
    </NarrowPage>
  );
}
