import type { Metadata } from "next";
import { clientMessages, getLocale, getTranslations } from "@/app/_server/i18n";
import { openedLink } from "@/app/_server/mail-link";
import { NarrowPage } from "@/app/_server/narrow-page";
import { TextToAccept } from "@/app/_server/text-to-accept";
import { ActivateForm } from "@/components/activate/activate-form";
import { NewLinkForm } from "@/components/activate/new-link-form";
import { MoreTexts } from "@/components/i18n/texts";
import { ButtonLink } from "@/components/ui/button-link";
import { findActivation, type Waiting } from "@/lib/activation";
import { knownWords } from "@/lib/auth/new-password";
import { currentBrand } from "@/lib/brand";
import { legalTexts, offeringPartner } from "@/lib/legal";
import { activateAction, newLinkAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("activate"))("title") };
}

/** Where an invitation leads: the account's owner chooses a password and accepts the texts that apply. */
export default async function ActivatePage() {
  const found = await findActivation(await openedLink("activate"));
  if (found.state === "over") return <Over {...found} />;
  return found.waiting.mayHavePassword ? <Activate {...found.waiting} /> : <BySso {...found.waiting} />;
}

async function Activate(waiting: Waiting) {
  const [t, messages, locale, partner, brand] = await Promise.all([
    getTranslations("activate"),
    clientMessages("activate", "login", "security"),
    getLocale(),
    offeringPartner(waiting.userId),
    currentBrand(),
  ]);
  const { terms, privacy } = await legalTexts(partner, locale);
  const offeredBy = waiting.organizationName ?? waiting.partnerName ?? brand.productName;
  return (
    <NarrowPage
      isWide
      title={t("welcome", { name: waiting.displayName })}
      intro={t("intro", { offeredBy, product: brand.productName })}
    >
      <dl className="mb-6 grid gap-x-6 gap-y-2 rounded-control bg-sunken px-4 py-3 text-sm sm:grid-cols-[auto_1fr]">
        <dt className="text-ink-soft">{t("email")}</dt>
        <dd className="font-medium [overflow-wrap:anywhere]">{waiting.email}</dd>
        {waiting.videoAddress && (
          <>
            <dt className="text-ink-soft">{t("video")}</dt>
            <dd className="font-medium [overflow-wrap:anywhere]">{waiting.videoAddress}</dd>
          </>
        )}
      </dl>
      <MoreTexts messages={messages}>
        <ActivateForm
          email={waiting.email}
          known={knownWords(waiting)}
          ids={{ terms: terms.id, privacy: privacy.id }}
          terms={<TextToAccept text={terms} href="/terms" />}
          privacy={<TextToAccept text={privacy} href="/privacy" />}
          activate={activateAction}
        />
      </MoreTexts>
    </NarrowPage>
  );
}

async function BySso({ organizationName, email }: Waiting) {
  const t = await getTranslations("activate");
  const organization = organizationName ?? "";
  return (
    <NarrowPage
      title={t("sso.title", { organization })}
      intro={t("sso.body", { organization, address: email })}
    >
      <ButtonLink href="/login" look="primary" size="large" className="w-full">
        {t("sso.action")}
      </ButtonLink>
    </NarrowPage>
  );
}

async function Over({ isInvited, isActive }: { isInvited: boolean; isActive: boolean }) {
  const [t, messages] = await Promise.all([getTranslations("activate"), clientMessages("activate")]);
  const why = isInvited ? "invited" : isActive ? "active" : "unknown";
  return (
    <NarrowPage title={t("over.title")} intro={t(`over.${why}`)}>
      {isInvited ? (
        <MoreTexts messages={messages}>
          <NewLinkForm send={newLinkAction} />
        </MoreTexts>
      ) : (
        <ButtonLink href="/login" look={isActive ? "primary" : "secondary"} size="large" className="w-full">
          {t("over.login")}
        </ButtonLink>
      )}
    </NarrowPage>
  );
}
