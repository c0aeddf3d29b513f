import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireViewer } from "@/app/_server/actor";
import { clientMessages, getTranslations } from "@/app/_server/i18n";
import { PageShell } from "@/app/_server/shell";
import { MoreTexts } from "@/components/i18n/texts";
import { CreateForm } from "@/components/rooms/create-form";
import { BackLink } from "@/components/ui/back-link";
import { Card } from "@/components/ui/card";
import { ROOMS_MAX } from "@/lib/rooms";
import { ADDRESS_NAME } from "@/lib/rooms/address-name";
import { createRoomAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rooms.create"))("title") };
}

export default async function NewRoomPage() {
  const { actor } = await requireViewer();
  if (!("organizationId" in actor)) notFound();
  const [t, messages] = await Promise.all([getTranslations("rooms.create"), clientMessages("rooms")]);
  return (
    <PageShell section="rooms">
      <div className="mx-auto grid w-full max-w-3xl gap-6 px-4 py-6 sm:px-8 sm:py-8">
        <header className="grid gap-2">
          <BackLink href="/rooms">{t("back")}</BackLink>
          <h1 className="font-semibold text-2xl sm:text-[1.75rem]">{t("title")}</h1>
          <p className="text-ink-soft">{t("intro")}</p>
        </header>
        <MoreTexts messages={messages}>
          <Card aria-label={t("title")}>
            <CreateForm limits={{ ...ADDRESS_NAME, rooms: ROOMS_MAX }} create={createRoomAction} />
          </Card>
        </MoreTexts>
      </div>
    </PageShell>
  );
}
