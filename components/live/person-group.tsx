"use client";

import { UserCheck } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import type { LivePerson } from "@/lib/live/people";
import { PersonRow } from "./person-row";
import type { Group } from "./roster-view";
import type { PersonAct } from "./row-actions";
import type { PersonStatus } from "./row-status";

type Props = {
  group: Group;
  isStarted: boolean;
  statuses: ReadonlyMap<string, PersonStatus>;
  onAct: PersonAct | null;
  onAdmitAll: (people: readonly LivePerson[]) => void;
  onDismiss: (key: string) => void;
  selected: ReadonlySet<string>;
  onSelect: ((key: string) => void) | null;
  isOff: boolean;
};

/** Groups of more people than this draw only the rows in view. */
const LAZY_FROM = 60;

const hints = {
  lobby: "groups.lobbyHint",
  attention: "groups.attentionHint",
  arriving: "groups.arrivingHint",
} as const;

/** People who belong together: the lobby, those who need attention, hosts, guests, … */
export function PersonGroup({
  group,
  isStarted,
  statuses,
  onAct,
  onAdmitAll,
  onDismiss,
  selected,
  onSelect,
  isOff,
}: Props) {
  const t = useTranslations("live");
  const id = useId();
  const { name, people } = group;
  const hint =
    name === "lobby" && !isStarted
      ? t("groups.lobbyHintHost")
      : name in hints
        ? t(hints[name as keyof typeof hints])
        : null;
  return (
    <Card
      aria-labelledby={id}
      className={cn(
        "overflow-hidden",
        name === "lobby" && "border-warning/50",
        name === "attention" && "border-danger/40",
      )}
    >
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-b bg-sunken px-5 py-2.5 sm:px-6">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h2 id={id} className="font-semibold text-sm">
            {t(`groups.${name}`)}{" "}
            <span className="font-medium text-ink-faint tabular-nums">{people.length}</span>
          </h2>
          {hint && <p className="text-ink-faint text-sm">{hint}</p>}
        </div>
        {name === "lobby" && onAct && people.length > 1 && (
          <Button
            size="small"
            look="primary"
            icon={<UserCheck aria-hidden />}
            isOff={isOff}
            onClick={() => onAdmitAll(people)}
          >
            {t("row.admitAll", { count: people.length })}
          </Button>
        )}
      </header>
      <ul className="divide-y divide-line">
        {people.map((person) => (
          <PersonRow
            key={person.key}
            person={person}
            status={statuses.get(person.key)}
            onAct={onAct}
            isOff={isOff}
            isSelected={selected.has(person.key)}
            onSelect={name === "streams" ? null : onSelect}
            isLazy={people.length > LAZY_FROM}
            onDismiss={onDismiss}
          />
        ))}
      </ul>
    </Card>
  );
}
