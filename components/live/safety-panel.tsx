"use client";

import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { type SafetyName, safetyNames } from "./safety";

type Props = {
  concerns: Record<SafetyName, string[]>;
  inside: number;
  /** The concern whose people are selected now. */
  chosen: SafetyName | null;
  /** Null for somebody who may only watch. */
  onChoose: ((name: SafetyName) => void) | null;
};

/** How safe the meeting is to talk in: how many are a concern and why. Each count selects exactly those people. */
export function SafetyPanel({ concerns, inside, chosen, onChoose }: Props) {
  const t = useTranslations("live.safety");
  const unencrypted = concerns.unencrypted.length;
  const Shield = unencrypted === 0 ? ShieldCheck : ShieldAlert;
  return (
    <section
      aria-label={t("label")}
      className={cn(
        "grid gap-3 rounded-control p-4 text-sm",
        unencrypted === 0 ? "bg-positive-soft" : "bg-danger-soft",
      )}
    >
      <p className="flex items-center gap-2 font-medium">
        <Shield
          aria-hidden
          className={cn("size-5 shrink-0", unencrypted === 0 ? "text-positive" : "text-danger")}
        />
        {unencrypted === 0 ? t("allEncrypted") : t("someEncrypted", { unencrypted, count: inside })}
      </p>
      <ul className="grid grid-cols-2 gap-2 lg:grid-cols-4">
        {safetyNames.map((name) => (
          <li key={name} className="contents">
            <Concern
              label={t(name)}
              count={concerns[name].length}
              isChosen={chosen === name}
              onChoose={onChoose && (() => onChoose(name))}
            />
          </li>
        ))}
      </ul>
      {onChoose && <p className="text-ink-soft text-xs">{t("hint")}</p>}
    </section>
  );
}

type ConcernProps = { label: string; count: number; isChosen: boolean; onChoose: (() => void) | null };

function Concern({ label, count, isChosen, onChoose }: ConcernProps) {
  const isOff = onChoose === null || count === 0;
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      aria-disabled={isOff || undefined}
      onClick={isOff ? undefined : onChoose}
      className={cn(
        "touchable flex min-h-11 w-full items-baseline gap-2 rounded-control border px-3 py-2 text-left",
        isChosen ? "border-accent bg-accent text-on-accent" : "border-line-strong/60 bg-surface text-ink",
        isOff ? "cursor-default" : !isChosen && "hover:bg-hover",
      )}
    >
      <span className="font-semibold text-base tabular-nums">{count}</span>
      <span className={cn("leading-snug", !isChosen && "text-ink-soft")}>{label}</span>
    </button>
  );
}
