"use client";

import { Hourglass, Lock, LockOpen, Users } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import type { LiveConference } from "@/lib/live/types";
import { Elapsed } from "./elapsed";
import type { Counts } from "./roster-view";

type Props = {
  conference: LiveConference;
  counts: Counts;
};

/** The state of the meeting at a glance: how long, how many, locked or not. */
export function LiveHeader({ conference, counts }: Props) {
  const t = useTranslations("live");
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <span className="inline-flex items-center gap-1.5 font-medium">
          <Users aria-hidden className="size-4 text-ink-faint" />
          {t("people", { count: counts.inside })}
        </span>
        {counts.lobby > 0 && (
          <Badge tone="warning" icon={<Hourglass aria-hidden />}>
            {t("inLobby", { count: counts.lobby })}
          </Badge>
        )}
        <Badge
          tone={conference.locked ? "accent" : "outline"}
          icon={conference.locked ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
        >
          {t(conference.locked ? "locked" : "unlocked")}
        </Badge>
        {!conference.started && <Badge tone="warning">{t("waitingForHost")}</Badge>}
        <Elapsed since={conference.startedAt} />
      </div>
      {!conference.started && <p className="text-ink-soft text-sm">{t("waitingForHostHint")}</p>}
    </div>
  );
}
