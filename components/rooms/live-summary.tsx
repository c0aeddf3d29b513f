import { ArrowRight } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import type { Formatter, Translate } from "@/lib/i18n";
import type { RoomView } from "@/lib/rooms";
import { LiveDot } from "./live-badge";

type Props = { room: RoomView; t: Translate<"rooms.room">; tCommon: Translate<"common">; format: Formatter };

/** Whether a meeting runs in the room now, and the way to it. */
export const LiveSummary = ({ room, t, tCommon, format }: Props) => (
  <Card
    aria-label={t("now")}
    className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4 px-5 py-5 sm:px-6"
  >
    {room.live ? (
      <div className="grid gap-1">
        <p className="flex items-center gap-2.5 font-semibold text-lg">
          <LiveDot />
          {t("running")}
        </p>
        <p className="text-ink-soft text-sm">
          {[
            tCommon("peopleCount", { count: room.live.people }),
            room.live.waiting > 0 && tCommon("waitingCount", { count: room.live.waiting }),
            t("runningSince", { time: format.dateTime(new Date(room.live.since), "moment") }),
          ]
            .filter(Boolean)
            .join(" · ")}
          {room.live.locked && ` · ${t("isLocked")}`}
        </p>
      </div>
    ) : (
      <div className="grid gap-1">
        <p className="font-semibold text-lg">{t("idle")}</p>
        {room.can.watchLive && <p className="text-ink-soft text-sm">{t("idleHint")}</p>}
      </div>
    )}
    {room.can.watchLive && (
      <ButtonLink
        href={`/rooms/${encodeURIComponent(room.alias)}/live`}
        look={room.live ? "primary" : "secondary"}
        className="flex-row-reverse max-sm:w-full"
        icon={<ArrowRight aria-hidden />}
      >
        {t("openLive")}
      </ButtonLink>
    )}
  </Card>
);
