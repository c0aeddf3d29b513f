import { CalendarPlus, EyeOff, SlidersHorizontal } from "lucide-react";
import type { Metadata } from "next";
import { cache } from "react";
import { requireViewer } from "@/app/_server/actor";
import { aliasFrom } from "@/app/_server/alias";
import { clientMessages, getFormatter, getTranslations } from "@/app/_server/i18n";
import { orNotFound } from "@/app/_server/or-not-found";
import { PageShell } from "@/app/_server/shell";
import { MoreTexts } from "@/components/i18n/texts";
import { Addresses } from "@/components/rooms/addresses";
import { CloseRoom } from "@/components/rooms/close-room";
import { LiveSummary } from "@/components/rooms/live-summary";
import { PinForm } from "@/components/rooms/pin-form";
import { PinView } from "@/components/rooms/pin-view";
import { Alert } from "@/components/ui/alert";
import { BackLink } from "@/components/ui/back-link";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card, CardHead } from "@/components/ui/card";
import { getRoom, type RoomView } from "@/lib/rooms";
import { PIN_LENGTH } from "@/lib/rooms/input";
import { setPinsAction } from "./actions";
import { closeRoomAction, reopenRoomAction } from "./settings/actions";

// The title and the page ask for the same room: it is read once.
const loadRoom = cache(async (alias: string) => {
  const viewer = await requireViewer();
  return getRoom(viewer.actor, aliasFrom(alias)).catch(orNotFound);
});

export async function generateMetadata({ params }: PageProps<"/rooms/[alias]">): Promise<Metadata> {
  return { title: (await loadRoom((await params).alias)).name };
}

export default async function RoomPage({ params }: PageProps<"/rooms/[alias]">) {
  const room = await loadRoom((await params).alias);
  const [t, tRooms, tCommon, format, messages] = await Promise.all([
    getTranslations("rooms.room"),
    getTranslations("rooms"),
    getTranslations("common"),
    getFormatter(),
    clientMessages("rooms"),
  ]);
  return (
    <PageShell section="rooms">
      <div className="mx-auto grid w-full max-w-6xl gap-6 px-4 py-6 sm:px-8 sm:py-8">
        <header className="grid gap-2">
          <BackLink href="/rooms">{t("back")}</BackLink>
          <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
            <h1 className="font-semibold text-2xl [overflow-wrap:anywhere] sm:text-[1.75rem]">{room.name}</h1>
            <div className="flex flex-wrap gap-3">
              {room.can.invite && (
                <ButtonLink
                  href={{ pathname: "/invitations/new", query: { room: room.alias } }}
                  icon={<CalendarPlus aria-hidden />}
                >
                  {t("invite")}
                </ButtonLink>
              )}
              {room.can.configure && (
                <ButtonLink
                  href={`/rooms/${encodeURIComponent(room.alias)}/settings`}
                  icon={<SlidersHorizontal aria-hidden />}
                >
                  {tRooms("settings.open")}
                </ButtonLink>
              )}
            </div>
          </div>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-ink-soft text-sm">
            <Badge tone="outline">{t("vmr")}</Badge>
            <Badge tone="outline">{tRooms(`kinds.${room.kind}`)}</Badge>
            <span>
              {t("owner")}: {room.isOwn ? `${room.ownerName} (${tRooms("you")})` : room.ownerName}
            </span>
          </div>
          {room.description && (
            <p className="mt-1 max-w-3xl whitespace-pre-line text-ink-soft leading-relaxed">
              {room.description}
            </p>
          )}
        </header>
        <MoreTexts messages={messages}>
          <Validity room={room} />
          <LiveSummary room={room} t={t} tCommon={tCommon} format={format} />
          <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
            <Card aria-labelledby="addresses">
              <CardHead id="addresses" title={t("addresses")} hint={t("addressesHint")} />
              <Addresses addresses={room.addresses} t={t} />
            </Card>
            <Pins room={room} />
          </div>
        </MoreTexts>
      </div>
    </PageShell>
  );
}

/** Whether callers get in, where that is not a matter of course. */
async function Validity({ room }: { room: RoomView }) {
  const [t, tClose, format] = await Promise.all([
    getTranslations("rooms.oneTime"),
    getTranslations("rooms.close"),
    getFormatter(),
  ]);
  if (room.validity === "closed")
    return (
      <Alert tone="warning" heading={tClose("closed")}>
        <p>{tClose("closedBody")}</p>
        {room.can.close && (
          <div className="mt-2">
            <CloseRoom
              alias={room.alias}
              room={room.name}
              isClosed
              close={closeRoomAction}
              reopen={reopenRoomAction}
            />
          </div>
        )}
      </Alert>
    );
  if (room.kind !== "one_time") return null;
  if (room.validity !== "open")
    return <Alert tone="warning">{t(room.validity === "over" ? "over" : "notYet")}</Alert>;
  return (
    <Alert tone="info">
      {room.closesAt && <p>{t("until", { time: format.dateTime(new Date(room.closesAt), "moment") })}</p>}
      <p>{t("made")}</p>
    </Alert>
  );
}

async function Pins({ room }: { room: RoomView }) {
  const [t, format] = await Promise.all([getTranslations("rooms.pins"), getFormatter()]);
  if (!room.pins) {
    return (
      <Card aria-labelledby="pins" className="flex items-start gap-4 p-5 sm:p-6">
        <EyeOff aria-hidden className="mt-1 size-5 shrink-0 text-ink-faint" />
        <div className="grid gap-1">
          <h2 id="pins" className="font-semibold text-lg leading-snug">
            {t("notReadable.title")}
          </h2>
          <p className="text-ink-soft text-sm leading-relaxed">{t("notReadable.body")}</p>
        </div>
      </Card>
    );
  }
  const changed = room.pinsChangedAt && format.dateTime(new Date(room.pinsChangedAt), "moment");
  return (
    <Card aria-labelledby="pins">
      <CardHead id="pins" title={t("title")} hint={t("intro")} />
      {room.can.setPins ? (
        <PinForm
          alias={room.alias}
          pins={room.pins}
          limits={PIN_LENGTH}
          isRunning={room.live !== null}
          save={setPinsAction}
        />
      ) : (
        <PinView pins={room.pins} />
      )}
      {changed && (
        <p className="border-line border-t px-5 py-3 text-ink-faint text-sm sm:px-6">
          {t("changedAt", { time: changed })}
        </p>
      )}
    </Card>
  );
}
