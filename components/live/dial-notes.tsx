"use client";

import { PhoneMissed, PhoneOutgoing, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { Dial } from "./dials";

/** What became of the calls that the host made: under way, or why they came to nothing. */
export function DialNotes({ dials, onDismiss }: { dials: readonly Dial[]; onDismiss: (dial: Dial) => void }) {
  const t = useTranslations("live");
  return (
    <ul aria-label={t("dial.calls")} aria-live="polite" className="grid gap-1 text-sm empty:hidden">
      {dials.map((dial) => {
        const isCalling = dial.phase === "calling";
        const Icon = isCalling ? PhoneOutgoing : PhoneMissed;
        return (
          <li key={dial.legIds.join() || dial.name} className="flex items-start gap-2">
            <Icon
              aria-hidden
              className={cn("mt-0.5 size-4 shrink-0", isCalling ? "text-ink-faint" : "text-danger")}
            />
            <span className={cn("[overflow-wrap:anywhere]", isCalling ? "text-ink-soft" : "text-danger")}>
              {t(`dial.phases.${dial.phase as "calling"}`, { name: dial.name })}
            </span>
            <button
              type="button"
              aria-label={t("row.dismiss")}
              onClick={() => onDismiss(dial)}
              className="touchable -my-1 inline-grid size-6 shrink-0 place-items-center rounded-control hover:bg-hover"
            >
              <X aria-hidden className="size-4" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
