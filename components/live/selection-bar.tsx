"use client";

import { DoorOpen, UserX, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { LivePerson } from "@/lib/live/people";
import { isInside } from "./roster-view";

type Props = {
  selected: readonly LivePerson[];
  /** How many are in the meeting, selected or not. */
  inside: number;
  isOff: boolean;
  onAct: (command: "eject" | "to_lobby", people: readonly LivePerson[]) => void;
  onClear: () => void;
};

/** What can be done to those who are selected, all at once. */
export function SelectionBar({ selected, inside, isOff, onAct, onClear }: Props) {
  const t = useTranslations("live.selection");
  const movable = selected.filter(isInside);
  // A meeting that everybody leaves is over, and its lock with it.
  const wouldEmpty = movable.length > 0 && movable.length === inside;
  return (
    <Card
      aria-label={t("label")}
      className="sticky top-2 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 border-accent bg-raised px-4 py-3 shadow-raised"
    >
      <p role="status" className="font-medium text-sm">
        {t("count", { count: selected.length })}
      </p>
      <Button size="small" look="quiet" icon={<X aria-hidden />} onClick={onClear} className="mr-auto">
        {t("clear")}
      </Button>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="small"
          icon={<DoorOpen aria-hidden />}
          isOff={isOff || movable.length === 0 || wouldEmpty}
          aria-describedby={wouldEmpty ? "selection-hint" : undefined}
          onClick={() => onAct("to_lobby", movable)}
        >
          {t("toLobby")}
        </Button>
        <Button
          size="small"
          look="dangerQuiet"
          icon={<UserX aria-hidden />}
          isOff={isOff}
          onClick={() => onAct("eject", selected)}
        >
          {t("remove")}
        </Button>
      </div>
      {wouldEmpty && (
        <p id="selection-hint" className="basis-full text-ink-soft text-sm">
          {t("wouldEmpty")}
        </p>
      )}
    </Card>
  );
}
