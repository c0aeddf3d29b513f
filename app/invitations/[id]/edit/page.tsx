import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireActor } from "@/app/_server/actor";
import { getLocale, getTranslations } from "@/app/_server/i18n";
import { orNotFound } from "@/app/_server/or-not-found";
import { InvitationForm } from "@/components/invitations/invitation-form";
import { getInvitation } from "@/lib/invitations";
import { INVITATION_LIMITS } from "@/lib/invitations/input";
import { wallTimeOf } from "@/lib/invitations/wall-time";
import { languageChoices, zoneChoices } from "../../_choices";
import { FormPage } from "../../_form-page";
import { idFrom } from "../../_id";
import { changeAction } from "../../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("invitations.page"))("edit") };
}

export default async function EditInvitationPage({ params }: PageProps<"/invitations/[id]/edit">) {
  const [actor, { id: part }] = await Promise.all([requireActor(), params]);
  const { view, facts } = await getInvitation(actor, idFrom(part)).catch(orNotFound);
  if (view.state !== "upcoming") notFound();
  const [locale, t] = await Promise.all([getLocale(), getTranslations("invitations")]);
  const { occurrence, ...start } = wallTimeOf(facts.startsAt, view.timeZone);
  const guests = view.guests.flatMap(({ email, name, locale }, line) => [
    [`guest-${line}-email`, email],
    [`guest-${line}-name`, name],
    [`guest-${line}-locale`, locale],
  ]);
  return (
    <FormPage back={{ href: `/invitations/${view.id}`, label: view.title }} title={t("page.edit")}>
      <InvitationForm
        initial={{
          ...start,
          ...(occurrence && { occurrence }),
          title: view.title,
          durationMinutes: String(view.durationMinutes),
          note: view.note,
          includesGuestPin: view.includesGuestPin ? "on" : "",
          ...Object.fromEntries(guests),
        }}
        rooms={[]}
        canTellPin={facts.access === "pin" || view.includesGuestPin}
        zones={zoneChoices(view.timeZone)}
        languages={languageChoices(locale)}
        limits={INVITATION_LIMITS}
        hidden={{ id: view.id, sequence: String(view.sequence) }}
        submitLabel={t("form.save")}
        save={changeAction}
      />
    </FormPage>
  );
}
