import { Lock } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Translate } from "@/lib/i18n";
import type { RoomLine } from "@/lib/rooms";

/** A point that breathes while a meeting runs. */
export const LiveDot = () => (
  <span aria-hidden className="relative grid size-2 place-items-center">
    <span className="absolute size-full animate-breathe rounded-full bg-positive" />
  </span>
);

type Props = {
  live: NonNullable<RoomLine["live"]>;
  since: string;
  t: Translate<"common">;
  tRooms: Translate<"rooms">;
};

/** That a room's meeting runs, how many are in it, and since when. */
export const LiveBadge = ({ live, since, t, tRooms }: Props) => (
  <span className="inline-flex flex-wrap items-center gap-x-2.5 gap-y-1">
    <Badge tone="positive" icon={<LiveDot />}>
      {t("live")}
    </Badge>
    <span className="text-sm">
      {t("peopleCount", { count: live.people })}
      {live.waiting > 0 && (
        <span className="text-warning"> · {t("waitingCount", { count: live.waiting })}</span>
      )}
    </span>
    {live.locked && (
      <Badge tone="neutral" icon={<Lock aria-hidden />}>
        {t("locked")}
      </Badge>
    )}
    <span className="text-ink-faint text-sm">{tRooms("liveSince", { time: since })}</span>
  </span>
);
