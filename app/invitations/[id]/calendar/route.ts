import { actorOrThrow } from "@/app/_server/actor";
import { handle } from "@/app/_server/handle";
import { getLocale } from "@/app/_server/i18n";
import { idFrom } from "@/app/invitations/_id";
import { isLocale } from "@/lib/i18n";
import { calendarOf, getInvitation } from "@/lib/invitations";

/** The meeting as a file for a calendar; of a cancelled one, the file that takes it out again. */
export const GET = handle(async (request, { params }: RouteContext<"/invitations/[id]/calendar">) => {
  const actor = await actorOrThrow();
  const { facts } = await getInvitation(actor, idFrom((await params).id));
  const asked = new URL(request.url).searchParams.get("locale");
  const locale = isLocale(asked) ? asked : await getLocale();
  const method = facts.isCancelled ? "CANCEL" : "PUBLISH";
  return new Response(calendarOf(facts, locale, method), {
    headers: {
      "content-type": `text/calendar; charset=utf-8; method=${method}`,
      "content-disposition": 'attachment; filename="invitation.ics"',
      "cache-control": "no-store",
    },
  });
});
