import { ArrowLeft, CalendarDays, Download, Pencil, RotateCw } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { requireActor } from "@/app/_server/actor";
import { clientMessages, getFormatter, getLocale, getTranslations } from "@/app/_server/i18n";
import { orNotFound } from "@/app/_server/or-not-found";
import { PageShell } from "@/app/_server/shell";
import { MoreTexts } from "@/components/i18n/texts";
import { CancelForm } from "@/components/invitations/cancel-form";
import { GuestList } from "@/components/invitations/guest-list";
import { Preview } from "@/components/invitations/preview";
import { SendForm } from "@/components/invitations/send-form";
import { NavLink } from "@/components/shell/shell";
import { Alert } from "@/components/ui/alert";
import { buttonLook } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card, CardHead } from "@/components/ui/card";
import { isLocale, localeNames, locales } from "@/lib/i18n";
import {
  getInvitation,
  type InvitationFacts,
  type InvitationView,
  invitationHtml,
  invitationText,
  invitationWords,
} from "@/lib/invitations";
import { idFrom } from "../_id";
import { cancelAction, sendAction } from "../actions";

// The title and the page ask for the same invitation: it is read once.
const load = cache(async (part: string) => {
  const actor = await requireActor();
  return getInvitation(actor, idFrom(part)).catch(orNotFound);
});

export async function generateMetadata({ params }: PageProps<"/invitations/[id]">): Promise<Metadata> {
  return { title: (await load((await params).id)).view.title };
}

export default async function InvitationPage({ params, searchParams }: PageProps<"/invitations/[id]">) {
  const { view, facts } = await load((await params).id);
  const [t, format, messages] = await Promise.all([
    getTranslations("invitations"),
    getFormatter(),
    clientMessages("invitations"),
  ]);
  const when = format.dateTimeRange(facts.startsAt, facts.endsAt, "meeting");
  return (
    <PageShell section="invitations">
      <div className="mx-auto grid w-full max-w-6xl gap-6 px-4 py-6 sm:px-8 sm:py-8">
        <header className="grid gap-2">
          <Link
            href="/invitations"
            className="inline-flex min-h-11 w-fit items-center gap-1.5 text-ink-soft text-sm underline-offset-4 hover:text-ink hover:underline sm:min-h-6"
          >
            <ArrowLeft aria-hidden className="size-4" />
            {t("back")}
          </Link>
          <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
            <h1 className="font-semibold text-2xl [overflow-wrap:anywhere] sm:text-[1.75rem]">
              {view.title}
            </h1>
            {view.state === "upcoming" && (
              <ButtonLink href={`/invitations/${view.id}/edit`} icon={<Pencil aria-hidden />}>
                {t("page.edit")}
              </ButtonLink>
            )}
          </div>
          <p className="flex items-center gap-2">
            <CalendarDays aria-hidden className="size-4 shrink-0 text-ink-faint" />
            {when}
          </p>
          <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">
            {t("page.inRoom", { room: view.room.name })} · {t("page.by", { name: view.organizerName })}
          </p>
        </header>
        {view.state === "cancelled" && <Alert tone="warning">{t("cancel.done")}</Alert>}
        <MoreTexts messages={messages}>
          <Guests view={view} />
          <Told view={view} facts={facts} asked={(await searchParams).locale} />
          {view.state === "upcoming" && (
            <CancelForm
              id={view.id}
              title={view.title}
              told={view.guests.filter(({ mail }) => mail !== null).length}
              cancel={cancelAction}
            />
          )}
        </MoreTexts>
      </div>
    </PageShell>
  );
}

/** The guests, with what became of their mails. */
async function Guests({ view }: { view: InvitationView }) {
  const [t, tMail] = await Promise.all([
    getTranslations("invitations.page"),
    getTranslations("invitations.mail"),
  ]);
  const waiting = view.guests.filter(({ mail, isCurrent }) => !isCurrent || mail === "refused");
  const isUnderWay = view.guests.some(({ mail }) => mail === "queued");
  return (
    <Card aria-labelledby="guests">
      <CardHead
        id="guests"
        title={t("guests")}
        hint={t("guestsHint")}
        aside={
          isUnderWay && (
            <ButtonLink
              href={`/invitations/${view.id}`}
              size="small"
              look="quiet"
              icon={<RotateCw aria-hidden />}
            >
              {tMail("reload")}
            </ButtonLink>
          )
        }
      />
      <div className="grid gap-4 px-5 pt-3 pb-5 sm:px-6 sm:pb-6">
        {view.guests.length > 0 ? (
          <GuestList guests={view.guests} t={tMail} />
        ) : (
          <p className="text-ink-soft text-sm">{t("noGuests")}</p>
        )}
        {view.state === "upcoming" && view.guests.length > 0 && (
          <SendForm
            id={view.id}
            waiting={waiting.length}
            isChange={waiting.some(({ mail }) => mail !== null)}
            send={sendAction}
          />
        )}
      </div>
    </Card>
  );
}

type ToldProps = { view: InvitationView; facts: InvitationFacts; asked: string | string[] | undefined };

/** What guests are told, in one of their languages. */
async function Told({ view, facts, asked }: ToldProps) {
  const [t, own] = await Promise.all([getTranslations("invitations.page"), getLocale()]);
  const locale = isLocale(asked) ? asked : own;
  const words = invitationWords(facts, locale, facts.isCancelled ? "cancelled" : "invited");
  return (
    <Card aria-labelledby="told">
      <CardHead
        id="told"
        title={t("preview")}
        hint={`${t("previewHint", { language: localeNames[locale] })} ${t("hostPin")}`}
        aside={
          <a
            href={`/invitations/${view.id}/calendar?locale=${locale}`}
            download
            className={buttonLook({ look: "secondary" })}
          >
            <Download aria-hidden />
            {t("calendar")}
          </a>
        }
      />
      <div className="grid gap-4 px-5 pt-3 pb-5 sm:px-6 sm:pb-6">
        <nav aria-label={t("inLanguage")} className="flex h-11 items-stretch gap-2">
          {locales.map((one) => (
            <NavLink
              key={one}
              href={`/invitations/${view.id}?locale=${one}`}
              isCurrent={one === locale && "page"}
            >
              {localeNames[one]}
            </NavLink>
          ))}
        </nav>
        <Preview locale={locale} text={invitationText(words)} html={invitationHtml(words)} t={t} />
      </div>
    </Card>
  );
}
