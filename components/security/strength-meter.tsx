"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { Weakness } from "@/lib/auth/password-rules";
import { Second } from "@/lib/time";

export type Strength = { score: number; weakness: Weakness | null; missing: number };

const tones = ["bg-danger-fill", "bg-danger-fill", "bg-warning", "bg-positive", "bg-positive"];
const levels = ["weak", "weak", "fair", "good", "strong"] as const;

/** Somebody who types is not interrupted: what changed is spoken after a pause of so long, in milliseconds. */
const PAUSE_MS = Second.ms;

/** How strong a password is, in words; without one, what is asked of it. */
function useStrengthWords(strength: Strength | null): string {
  const t = useTranslations("security.password");
  if (!strength) return t("rules");
  if (strength.missing > 0) return t("missing", { count: strength.missing });
  return strength.weakness ? t(`problems.${strength.weakness}`) : t("good");
}

/** How hard a password is to guess, in a bar and in words. Part of the field's description, so it speaks only when asked. */
export function StrengthMeter({ strength }: { strength: Strength | null }) {
  const t = useTranslations("security.password");
  const words = useStrengthWords(strength);
  const isTooShort = (strength?.missing ?? 0) > 0;
  const score = strength && !isTooShort ? strength.score : 0;
  const filled = strength ? Math.max(1, score) : 0;
  return (
    <span className="grid gap-2">
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> cannot be drawn in four parts of our colours. */}
      <span
        role="meter"
        aria-label={t("meter")}
        aria-valuemin={0}
        aria-valuemax={4}
        aria-valuenow={score}
        aria-valuetext={t(`levels.${strength ? (levels[score] ?? "weak") : "none"}`)}
        className="grid grid-cols-4 gap-1.5 pt-1"
      >
        {[1, 2, 3, 4].map((part) => (
          <span key={part} className={cn("h-1 rounded-full bg-sunken", part <= filled && tones[score])} />
        ))}
      </span>
      <span>{words}</span>
    </span>
  );
}

/** The meter's words for a screen reader, spoken once the person has stopped typing. */
export function SpokenStrength({ strength }: { strength: Strength | null }) {
  const words = useStrengthWords(strength);
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    if (!strength) return setSpoken("");
    const timer = setTimeout(() => setSpoken(words), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [strength, words]);
  return (
    <span role="status" className="sr-only">
      {spoken}
    </span>
  );
}
