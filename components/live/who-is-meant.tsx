"use client";

import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Scrollable } from "@/components/ui/scrollable";
import type { LivePerson } from "@/lib/live/people";
import type { KnownPeople } from "@/lib/live/types";
import { byName } from "./roster-view";
import { marksOf } from "./safety";

/** Names, those first who should be looked at twice: oneself, the room's owner, hosts. */
export function WhoIsMeant({ people, known }: { people: readonly LivePerson[]; known: KnownPeople }) {
  const t = useTranslations("live");
  const lines = people
    .map((person) => ({ person, marks: marksOf(person, known) }))
    .sort((a, b) => b.marks.length - a.marks.length || byName(a.person, b.person));
  return (
    <Scrollable
      aria-label={t("selection.names")}
      className="max-h-48 overflow-y-auto rounded-control border border-line bg-sunken px-3 py-2"
    >
      <ul className="grid gap-1 text-ink">
        {lines.map(({ person, marks }) => (
          <li key={person.key} className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="[overflow-wrap:anywhere]">
              {person.name || person.address || t("row.noName")}
            </span>
            {marks.map((mark) => (
              <Badge key={mark} tone="warning">
                {t(`marks.${mark}`)}
              </Badge>
            ))}
          </li>
        ))}
      </ul>
    </Scrollable>
  );
}
