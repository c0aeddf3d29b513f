import type { Metadata } from "next";
import { cache } from "react";
import { requireViewer } from "@/app/_server/actor";
import { aliasFrom } from "@/app/_server/alias";
import { clientMessages, getTranslations } from "@/app/_server/i18n";
import { orNotFound } from "@/app/_server/or-not-found";
import { PageShell } from "@/app/_server/shell";
import { MoreTexts } from "@/components/i18n/texts";
import { CloseRoom } from "@/components/rooms/close-room";
import { CoHosts } from "@/components/rooms/co-hosts";
import { SettingsForm } from "@/components/rooms/settings-form";
import { BackLink } from "@/components/ui/back-link";
import { Card, CardHead } from "@/components/ui/card";
import { getRoomSettings, listCoHosts } from "@/lib/rooms";
import { roomLayouts } from "@/lib/rooms/layouts";
import { ROOM_LIMITS } from "@/lib/rooms/settings-input";
import { closeRoomAction, reopenRoomAction, saveSettingsAction } from "./actions";
import { addCoHostAction, removeCoHostAction } from "./co-host-actions";
import { fieldsOf } from "./fields";

// The title and the page ask for the same room: it is read once.
const loadSettings = cache(async (alias: string) => {
  const viewer = await requireViewer();
  return getRoomSettings(viewer.actor, aliasFrom(alias)).catch(orNotFound);
});

export async function generateMetadata({ params }: PageProps<"/rooms/[alias]/settings">): Promise<Metadata> {
  const { settings } = await loadSettings((await params).alias);
  return { title: (await getTranslations("rooms.settings"))("titleOf", { room: settings.name }) };
}

export default async function RoomSettingsPage({ params }: PageProps<"/rooms/[alias]/settings">) {
  const { alias, settings, revision, isRunning, isClosed } = await loadSettings((await params).alias);
  const { actor } = await requireViewer();
  const [coHosts, t, tClose, tCoHosts, messages] = await Promise.all([
    listCoHosts(actor, alias),
    getTranslations("rooms.settings"),
    getTranslations("rooms.close"),
    getTranslations("rooms.coHosts"),
    clientMessages("rooms"),
  ]);
  return (
    <PageShell section="rooms">
      <div className="mx-auto grid w-full max-w-3xl gap-6 px-4 py-6 sm:px-8 sm:py-8">
        <header className="grid gap-2">
          <BackLink href={`/rooms/${encodeURIComponent(alias)}`}>{settings.name}</BackLink>
          <h1 className="font-semibold text-2xl sm:text-[1.75rem]">{t("title")}</h1>
          <p className="text-ink-soft">{t("intro")}</p>
        </header>
        <MoreTexts messages={messages}>
          <Card aria-label={t("title")}>
            <SettingsForm
              alias={alias}
              revision={revision}
              settings={fieldsOf(settings)}
              layouts={roomLayouts}
              limits={ROOM_LIMITS}
              isRunning={isRunning}
              save={saveSettingsAction}
            />
          </Card>
          <Card aria-labelledby="co-hosts" className="grid gap-4 pb-5 sm:pb-6">
            <CardHead id="co-hosts" title={tCoHosts("title")} hint={tCoHosts("hint")} />
            <CoHosts alias={alias} people={coHosts} add={addCoHostAction} remove={removeCoHostAction} />
          </Card>
          {!isClosed && (
            <Card aria-labelledby="close" className="grid gap-4 pb-5 sm:pb-6">
              <CardHead id="close" title={tClose("title")} hint={tClose("hint")} />
              <div className="px-5 sm:px-6">
                <CloseRoom
                  alias={alias}
                  room={settings.name}
                  isClosed={false}
                  close={closeRoomAction}
                  reopen={reopenRoomAction}
                />
              </div>
            </Card>
          )}
        </MoreTexts>
      </div>
    </PageShell>
  );
}
