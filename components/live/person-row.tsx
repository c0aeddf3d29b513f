"use client";

import { MicOff, PhoneOutgoing, Presentation, ShieldAlert, ShieldCheck } from "lucide-react";
import { memo } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import type { LivePerson } from "@/lib/live/people";
import { kindIcons } from "./leg-icons";
import { isExposed } from "./roster-view";
import { type PersonAct, RowActions } from "./row-actions";
import type { PersonStatus } from "./row-status";

type Props = {
  person: LivePerson;
  status: PersonStatus | undefined;
  /** Null for somebody who may only watch. */
  onAct: PersonAct | null;
  isOff: boolean;
  isSelected: boolean;
  /** Ticks the person, or takes the tick away. Null for somebody who may only watch, and for streams. */
  onSelect: ((key: string) => void) | null;
  /** In a long list only the rows in view are drawn. */
  isLazy: boolean;
  onDismiss: (key: string) => void;
};

/** One person: who, how they joined, whether the leg is encrypted, and what can be done. */
export const PersonRow = memo(function PersonRow({
  person,
  status,
  onAct,
  isOff,
  isSelected,
  onSelect,
  isLazy,
  onDismiss,
}: Props) {
  const t = useTranslations("live");
  const KindIcon = kindIcons[person.kind];
  const name = person.name || t("row.noName");
  const isLeaving =
    (status?.command === "eject" || status?.command === "to_lobby") && status.phase !== "failed";
  return (
    <li
      data-leaving={isLeaving || undefined}
      className={cn(
        isLazy && "lazy-row",
        isSelected && "bg-hover",
        "grid animate-arrive items-center gap-x-4 gap-y-2 px-5 py-3 data-leaving:opacity-60 sm:px-6 md:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1.1fr)_auto]",
      )}
    >
      <div className="flex min-w-0 items-center gap-3">
        {onSelect && (
          <Checkbox
            label={<span className="sr-only">{t("selection.select", { name })}</span>}
            checked={isSelected}
            onChange={() => onSelect(person.key)}
          />
        )}
        <Avatar name={person.name || person.address} />
        <div className="min-w-0">
          <p className="truncate font-medium" title={person.name}>
            {name}
          </p>
          {person.address && person.address !== person.name.toLowerCase() && (
            <p className="truncate text-ink-faint text-sm" title={person.address}>
              {person.address}
            </p>
          )}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft text-sm max-md:pl-11">
        <span className="inline-flex items-center gap-1.5">
          <KindIcon aria-hidden className="size-4 shrink-0 text-ink-faint" />
          <span>{t(`kinds.${person.kind}`)}</span>
        </span>
        {person.kind !== "stream" && (
          <Badge tone={person.onNet ? "accent" : "outline"}>
            {t(person.onNet ? "row.onNet" : "row.offNet")}
          </Badge>
        )}
        {person.identified && !person.onNet && <Badge tone="accent">{t("row.identified")}</Badge>}
        {person.direction === "out" && (
          <span title={t("row.dialledOut")} className="text-ink-faint">
            <PhoneOutgoing aria-hidden className="size-4" />
            <span className="sr-only">{t("row.dialledOut")}</span>
          </span>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-1.5 max-md:pl-11">
        <Encryption person={person} />
        {person.role !== "unknown" && person.kind !== "stream" && (
          <Badge tone={person.role === "host" ? "accent" : "neutral"}>{t(`roles.${person.role}`)}</Badge>
        )}
        {person.place !== "meeting" && <Badge tone="warning">{t(`places.${person.place}`)}</Badge>}
        {person.muted && (
          <Badge icon={<MicOff aria-hidden />}>
            <span>{t("row.muted")}</span>
          </Badge>
        )}
        {person.presenting && (
          <Badge tone="accent" icon={<Presentation aria-hidden />}>
            <span>{t("row.presenting")}</span>
          </Badge>
        )}
        <Since at={person.joinedAt} />
      </div>
      {onAct ? (
        <RowActions person={person} status={status} onAct={onAct} isOff={isOff} onDismiss={onDismiss} />
      ) : (
        <span />
      )}
    </li>
  );
});

function Encryption({ person }: { person: LivePerson }) {
  const t = useTranslations("live.row");
  if (!person.hasMedia && person.kind !== "telephone") return <Badge tone="outline">{t("noMedia")}</Badge>;
  return person.encrypted && !isExposed(person) ? (
    <Badge tone="positive" icon={<ShieldCheck aria-hidden />}>
      <span>{t("encrypted")}</span>
    </Badge>
  ) : (
    <Badge tone="danger" icon={<ShieldAlert aria-hidden />}>
      <span>{t("unencrypted")}</span>
    </Badge>
  );
}

function Since({ at }: { at: string | null }) {
  const t = useTranslations("live.row");
  const format = useFormatter();
  if (!at) return null;
  const date = new Date(at);
  return (
    <time
      dateTime={at}
      title={format.dateTime(date, "moment")}
      className="text-ink-faint text-xs tabular-nums"
    >
      {t("since", { time: format.dateTime(date, "clock") })}
    </time>
  );
}
