import { DoorOpen, Plus, SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { OneTimeForm } from "@/components/rooms/one-time-form";
import { RoomList } from "@/components/rooms/room-list";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ListPages } from "@/components/ui/list-pages";
import { ListSearch } from "@/components/ui/list-search";
import type { Viewer } from "@/lib/auth";
import type { Translate } from "@/lib/i18n";
import { listRooms } from "@/lib/rooms";
import { roomListInput } from "@/lib/rooms/input";
import { requireViewer } from "../_server/actor";
import { getFormatter, getTranslations } from "../_server/i18n";
import { PageShell } from "../_server/shell";
import { createOneTimeAction } from "./new/actions";

/** From this many rooms on, a person who sees only their own gets a search, too. */
const SEARCH_FROM = 10;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rooms"))("title") };
}

function introOf(viewer: Viewer, t: Translate<"rooms">): string {
  if (viewer.actor.kind === "user") return t("introOwn");
  if (viewer.actor.kind === "org_admin")
    return t("introOrganization", { organization: viewer.organizationName ?? "" });
  return t("introPartner");
}

export default async function RoomsPage({ searchParams }: PageProps<"/rooms">) {
  const viewer = await requireViewer();
  const input = roomListInput.parse(await searchParams);
  const [{ rooms, next, total }, t, tCommon, tList, tCodes, format] = await Promise.all([
    listRooms(viewer.actor, input),
    getTranslations("rooms"),
    getTranslations("common"),
    getTranslations("common.list"),
    getTranslations("errors.codes"),
    getFormatter(),
  ]);
  const seesOthers = viewer.actor.kind !== "user";
  const isSearchable = seesOthers || input.q !== "" || next !== null || rooms.length >= SEARCH_FROM;

  return (
    <PageShell section="rooms" isPage>
      <div className="mx-auto grid w-full max-w-7xl gap-6 px-4 py-8 sm:px-8 sm:py-10">
        <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
          <div className="grid gap-1">
            <h1 className="font-semibold text-2xl sm:text-[1.75rem]">{t("title")}</h1>
            <p className="text-ink-soft">{introOf(viewer, t)}</p>
          </div>
          {"organizationId" in viewer.actor && (
            <div className="flex items-start gap-3 max-sm:w-full max-sm:flex-col max-sm:*:w-full">
              <OneTimeForm
                create={createOneTimeAction}
                words={{ create: t("oneTime.create"), busy: tCodes("too_many_requests") }}
              />
              <ButtonLink href="/rooms/new" look="primary" icon={<Plus aria-hidden />}>
                {t("create.open")}
              </ButtonLink>
            </div>
          )}
          {isSearchable && (
            <ListSearch
              path="/rooms"
              query={input.q}
              words={{
                label: t("search"),
                hint: t("searchHint"),
                submit: tList("search"),
                clear: t("clear"),
              }}
            />
          )}
        </header>
        {isSearchable && rooms.length > 0 && (
          <p role="status" className="-mb-3 text-ink-faint text-sm">
            {total === null
              ? input.q && t("matching", { query: input.q })
              : input.q
                ? t("countMatching", { count: total, query: input.q })
                : t("count", { count: total })}
          </p>
        )}
        <nav aria-label={t("shown.label")} className="-mb-2 flex gap-1">
          {(["current", "past"] as const).map((which) => (
            <Link
              key={which}
              href={which === "past" ? "/rooms?show=past" : "/rooms"}
              aria-current={(input.show ?? "current") === which ? "page" : undefined}
              className="inline-flex min-h-11 items-center rounded-control px-3 font-medium text-ink-soft text-sm hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent-deep sm:min-h-9"
            >
              {t(`shown.${which}`)}
            </Link>
          ))}
        </nav>
        <Card className="overflow-hidden">
          {rooms.length > 0 ? (
            <RoomList
              rooms={rooms}
              canWatchLive={viewer.actor.kind !== "partner"}
              t={t}
              tCommon={tCommon}
              format={format}
            />
          ) : input.q ? (
            <EmptyState
              icon={<SearchX />}
              title={t("noMatch.title", { query: input.q })}
              action={<ButtonLink href="/rooms">{t("clear")}</ButtonLink>}
            >
              {t("noMatch.body")}
            </EmptyState>
          ) : input.show === "past" ? (
            <EmptyState icon={<DoorOpen />} title={t("nonePast.title")}>
              {t("nonePast.body")}
            </EmptyState>
          ) : (
            <EmptyState icon={<DoorOpen />} title={t("none.title")}>
              {t(seesOthers ? "none.bodyOrganization" : "none.bodyOwn")}
            </EmptyState>
          )}
        </Card>
        <ListPages path="/rooms" shown={input} next={next} t={tList} />
      </div>
    </PageShell>
  );
}
