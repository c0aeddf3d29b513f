import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireActor } from "@/app/_server/actor";
import { getTranslations, reading } from "@/app/_server/i18n";
import { InvitationForm } from "@/components/invitations/invitation-form";
import { roomChoices } from "@/lib/invitations";
import { INVITATION_LIMITS } from "@/lib/invitations/input";
import { wallTimeOf } from "@/lib/invitations/wall-time";
import { Hour } from "@/lib/time";
import { languageChoices, zoneChoices } from "../_choices";
import { FormPage } from "../_form-page";
import { makeAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("invitations"))("newTitle") };
}

export default async function NewInvitationPage({ searchParams }: PageProps<"/invitations/new">) {
  const [actor, { room }] = await Promise.all([requireActor(), searchParams]);
  const [rooms, { locale, timeZone, now }, t] = await Promise.all([
    roomChoices(actor),
    reading(),
    getTranslations("invitations"),
  ]);
  if (rooms.length === 0) notFound();
  // The next full hour but one: time enough to invite.
  const start = wallTimeOf(new Date(Math.ceil(now.getTime() / Hour.ms + 1) * Hour.ms), timeZone);
  return (
    <FormPage back={{ href: "/invitations", label: t("back") }} title={t("newTitle")} intro={t("newIntro")}>
      <InvitationForm
        initial={{
          room: rooms.find(({ alias }) => alias === room)?.alias ?? rooms[0]?.alias ?? "",
          date: start.date,
          time: start.time,
          timeZone,
          durationMinutes: "60",
        }}
        rooms={rooms}
        canTellPin={rooms.some(({ hasGuestPin }) => hasGuestPin)}
        zones={zoneChoices(timeZone)}
        languages={languageChoices(locale)}
        limits={INVITATION_LIMITS}
        submitLabel={t("form.make")}
        save={makeAction}
      />
    </FormPage>
  );
}
