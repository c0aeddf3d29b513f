import { CalendarDays, CalendarPlus } from "lucide-react";
import type { Metadata } from "next";
import { InvitationList } from "@/components/invitations/invitation-list";
import { NavLink } from "@/components/shell/shell";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { listInvitations, roomChoices } from "@/lib/invitations";
import { invitationListInput } from "@/lib/invitations/input";
import { requireActor } from "../_server/actor";
import { getFormatter, getTranslations } from "../_server/i18n";
import { PageShell } from "../_server/shell";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("invitations"))("title") };
}

export default async function InvitationsPage({ searchParams }: PageProps<"/invitations">) {
  const actor = await requireActor();
  const input = invitationListInput.parse(await searchParams);
  const [{ invitations, next }, rooms, t, tList, format] = await Promise.all([
    listInvitations(actor, input),
    roomChoices(actor),
    getTranslations("invitations"),
    getTranslations("common.list"),
    getFormatter(),
  ]);
  const make = rooms.length > 0 && (
    <ButtonLink href="/invitations/new" look="primary" icon={<CalendarPlus aria-hidden />}>
      {t("new")}
    </ButtonLink>
  );
  return (
    <PageShell section="invitations" isPage>
      <div className="mx-auto grid w-full max-w-7xl gap-6 px-4 py-8 sm:px-8 sm:py-10">
        <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
          <div className="grid gap-1">
            <h1 className="font-semibold text-2xl sm:text-[1.75rem]">{t("title")}</h1>
            <p className="text-ink-soft">{t("intro")}</p>
          </div>
          {make}
        </header>
        <nav aria-label={t("show")} className="-mb-2 flex h-11 items-stretch gap-2">
          {(["upcoming", "past"] as const).map((show) => (
            <NavLink
              key={show}
              href={show === "upcoming" ? "/invitations" : "/invitations?show=past"}
              isCurrent={input.show === show && "page"}
            >
              {t(show)}
            </NavLink>
          ))}
        </nav>
        <Card className="overflow-hidden">
          {invitations.length > 0 ? (
            <InvitationList invitations={invitations} t={t} format={format} />
          ) : (
            <EmptyState icon={<CalendarDays />} title={t(`none.${input.show}`)} action={make}>
              {t(make ? "none.body" : "none.noRoom")}
            </EmptyState>
          )}
        </Card>
        {(next || input.after) && (
          <nav aria-label={tList("pages")} className="flex justify-between gap-3">
            {input.after ? (
              <ButtonLink href={{ pathname: "/invitations", query: { show: input.show } }}>
                {tList("first")}
              </ButtonLink>
            ) : (
              <span />
            )}
            {next && (
              <ButtonLink href={{ pathname: "/invitations", query: { show: input.show, after: next } }}>
                {tList("next")}
              </ButtonLink>
            )}
          </nav>
        )}
      </div>
    </PageShell>
  );
}
