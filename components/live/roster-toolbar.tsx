"use client";

import { Search } from "lucide-react";
import { type RefObject, useId } from "react";
import { useTranslations } from "use-intl";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { inputLook } from "@/components/ui/field";
import {
  type Counts,
  type FilterName,
  filterNames,
  type SortName,
  sortNames,
  type ViewChoice,
} from "./roster-view";

type Props = {
  choice: ViewChoice;
  counts: Counts;
  onChange: (choice: ViewChoice) => void;
  searchField: RefObject<HTMLInputElement | null>;
  hasShortcut: boolean;
};

/** Search, filters and order of the roster: always in sight, also in a meeting of hundreds. */
export function RosterToolbar({ choice, counts, onChange, searchField, hasShortcut }: Props) {
  const t = useTranslations("live.toolbar");
  const id = useId();
  const toggle = (name: FilterName) => {
    const filters = new Set(choice.filters);
    if (!filters.delete(name)) filters.add(name);
    onChange({ ...choice, filters });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <div className="relative w-full sm:w-72">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint"
        />
        <input
          ref={searchField}
          type="search"
          value={choice.query}
          maxLength={100}
          aria-label={t("search")}
          aria-keyshortcuts={hasShortcut ? "/" : undefined}
          placeholder={t("searchHint")}
          title={hasShortcut ? t("searchShortcut") : undefined}
          onChange={(event) => onChange({ ...choice, query: event.target.value })}
          className={cn(inputLook, "pl-9.5 sm:h-10 sm:text-sm")}
        />
      </div>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">{t("filters")}</legend>
        {filterNames.map((name) => (
          <Chip
            key={name}
            label={t(name)}
            count={counts[name]}
            isPressed={choice.filters.has(name)}
            isAlert={name === "unencrypted" || name === "lobby"}
            onPress={() => toggle(name)}
          />
        ))}
      </fieldset>
      <div className="ml-auto flex items-center gap-2 text-sm">
        <label htmlFor={id} className="text-ink-soft">
          {t("sort")}
        </label>
        <select
          id={id}
          value={choice.sort}
          onChange={(event) => onChange({ ...choice, sort: event.target.value as SortName })}
          className="touchable h-9 rounded-control border border-line-strong bg-surface px-2 text-ink"
        >
          {sortNames.map((name) => (
            <option key={name} value={name}>
              {t(`sorts.${name}`)}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
