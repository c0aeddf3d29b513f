import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { requireActor } from "@/app/_server/actor";
import { aliasFrom } from "@/app/_server/alias";
import { clientMessages, getTranslations } from "@/app/_server/i18n";
import { orNotFound } from "@/app/_server/or-not-found";
import { hasShortcuts, PageShell } from "@/app/_server/shell";
import { MoreTexts } from "@/components/i18n/texts";
import { LiveRoster } from "@/components/live/live-roster";
import { getLive } from "@/lib/live";
import { dialAction } from "./actions";

type Props = PageProps<"/rooms/[alias]/live">;

// The title and the page ask for the same meeting: it is read once.
const loadLive = cache(async (alias: string) =>
  getLive(await requireActor(), aliasFrom(alias)).catch(orNotFound),
);

export async function generateMetadata(props: Props): Promise<Metadata> {
  const [{ room }, t] = await Promise.all([loadLive((await props.params).alias), getTranslations("live")]);
  return { title: t("tabTitle", { room: room.name }) };
}

export default async function LivePage(props: Props) {
  const [{ snapshot, room, known, canControl }, t, messages, hasShortcut] = await Promise.all([
    loadLive((await props.params).alias),
    getTranslations("live"),
    clientMessages("live"),
    hasShortcuts(),
  ]);
  return (
    <PageShell section="rooms">
      <div className="mx-auto grid w-full max-w-7xl gap-6 px-4 py-8 sm:px-8 sm:py-10">
        <header className="grid gap-1">
          <Link
            href={`/rooms/${encodeURIComponent(room.alias)}`}
            className="inline-flex min-h-11 w-fit items-center gap-1.5 font-medium text-ink-soft text-sm underline-offset-4 hover:text-ink hover:underline sm:min-h-6"
          >
            <ArrowLeft aria-hidden className="size-4" />
            {t("back")}
          </Link>
          <p className="font-medium text-accent text-sm">{t("eyebrow")}</p>
          <h1 className="font-semibold text-2xl [overflow-wrap:anywhere] sm:text-[1.75rem]">{room.name}</h1>
        </header>
        <MoreTexts messages={messages}>
          <LiveRoster
            room={room}
            snapshot={snapshot}
            known={known}
            canControl={canControl}
            dial={dialAction}
            hasShortcut={hasShortcut}
          />
        </MoreTexts>
      </div>
    </PageShell>
  );
}
