import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import type { Formatter, Translate } from "@/lib/i18n";
import type { RoomLine } from "@/lib/rooms";
import { LiveBadge } from "./live-badge";

type Props = {
  rooms: RoomLine[];
  canWatchLive: boolean;
  t: Translate<"rooms">;
  tCommon: Translate<"common">;
  format: Formatter;
};

const path = (room: RoomLine) => `/rooms/${encodeURIComponent(room.alias)}`;

/** The rooms: a table where there is width for it, else a line for each. One and the same list for a screen reader. */
export const RoomList = ({ rooms, canWatchLive, t, tCommon, format }: Props) => {
  const head = "px-6 py-3 text-left font-medium text-ink-faint text-xs max-md:sr-only";
  const cell = "md:px-6 md:py-4 md:align-middle";
  return (
    <table className="block w-full md:table">
      <caption className="sr-only">{t("title")}</caption>
      <thead className="block md:table-header-group">
        <tr className="block border-line md:table-row md:border-b">
          <th scope="col" className={head}>
            {t("columns.name")}
          </th>
          <th scope="col" className={head}>
            {t("columns.owner")}
          </th>
          <th scope="col" className={head}>
            {t("columns.kind")}
          </th>
          <th scope="col" className={head}>
            {t("columns.now")}
          </th>
          <th scope="col" className={head}>
            <span className="sr-only">{t("columns.actions")}</span>
          </th>
        </tr>
      </thead>
      <tbody className="block divide-y divide-line md:table-row-group">
        {rooms.map((room) => (
          <tr
            key={room.alias}
            className="relative flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-4 transition-colors hover:bg-hover md:table-row"
          >
            <th scope="row" className={`w-full text-left font-normal md:w-[30%] ${cell}`}>
              {/* The whole line leads to the room; the link itself stays one. */}
              <Link
                href={path(room)}
                className="font-semibold after:absolute after:inset-0 hover:underline hover:underline-offset-4"
              >
                {room.name}
              </Link>
              <span className="block text-ink-faint text-sm [overflow-wrap:anywhere]">{room.alias}</span>
            </th>
            <td className={`text-ink-soft text-sm ${cell}`}>
              {room.isOwn ? <Badge tone="accent">{t("you")}</Badge> : room.ownerName}
            </td>
            <td className={`text-ink-soft text-sm ${cell}`}>{t(`kinds.${room.kind}`)}</td>
            <td className={`max-md:w-full ${cell}`}>
              {room.live ? (
                <LiveBadge
                  live={room.live}
                  since={format.dateTime(new Date(room.live.since), "clock")}
                  t={tCommon}
                  tRooms={t}
                />
              ) : (
                <span className="text-ink-faint text-sm">
                  {room.validity === "open" ? t("notRunning") : t(`validity.${room.validity}`)}
                </span>
              )}
            </td>
            <td className={`text-right max-md:w-full max-md:empty:hidden ${cell}`}>
              {room.live && canWatchLive && (
                <ButtonLink
                  href={`${path(room)}/live`}
                  look="primary"
                  size="small"
                  aria-label={t("openLiveOf", { room: room.name })}
                  className="relative z-10 max-md:w-full"
                >
                  {t("openLive")}
                </ButtonLink>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
