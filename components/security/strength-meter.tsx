"use client";

import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { Weakness } from "@/lib/auth/password-rules";

export type Strength = { score: number; weakness: Weakness | null; missing: number };

const tones = ["bg-danger-fill", "bg-danger-fill", "bg-warning", "bg-positive", "bg-positive"];

/** How hard a password is to guess, in a bar and in words. */
export function StrengthMeter({ strength }: { strength: Strength | null }) {
  const t = useTranslations("security.password");
  const filled = strength ? Math.max(1, strength.score) : 0;
  const words = () => {
    if (!strength) return t("rules");
    if (strength.missing > 0) return t("missing", { count: strength.missing });
    return strength.weakness ? t(`problems.${strength.weakness}`) : t("good");
  };
  return (
    <span className="grid gap-2">
      <span aria-hidden className="grid grid-cols-4 gap-1.5 pt-1">
        {[1, 2, 3, 4].map((part) => (
          <span
            key={part}
            className={cn("h-1 rounded-full bg-sunken", part <= filled && tones[strength?.score ?? 0])}
          />
        ))}
      </span>
      <span role="status">{words()}</span>
    </span>
  );
}
