import { Check } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { Translate } from "@/lib/i18n";
import type { SsoStage } from "@/lib/sso";

const steps = ["provider", "test", "enable", "require"] as const;

/** How many steps are behind an organization at each stage. */
const behind: Record<SsoStage, number> = { not_set_up: 0, set_up: 1, tested: 2, enabled: 3, required: 4 };

/** The way from nothing to single sign-on for everybody, and how far it has come. */
export const StageSteps = ({ stage, t }: { stage: SsoStage; t: Translate<"sso"> }) => (
  <ol aria-label={t("steps.label")} className="grid gap-3 text-sm sm:grid-cols-4">
    {steps.map((step, index) => {
      const isDone = index < behind[stage];
      const isNext = index === behind[stage];
      return (
        <li
          key={step}
          aria-current={isNext ? "step" : undefined}
          className={cn(
            "flex items-center gap-3 border-line sm:grid sm:content-start sm:gap-2 sm:border-t-2 sm:pt-3",
            isDone && "sm:border-positive",
            isNext && "sm:border-accent",
          )}
        >
          <span
            aria-hidden
            className={cn(
              "grid size-6 shrink-0 place-items-center rounded-full bg-sunken font-semibold text-ink-soft text-xs",
              isDone && "bg-positive-soft text-positive",
              isNext && "bg-accent text-on-accent",
            )}
          >
            {isDone ? <Check className="size-3.5" /> : index + 1}
          </span>
          <span className={cn(isNext ? "font-medium" : "text-ink-soft")}>
            {t(`steps.${step}`)}
            {step === "require" && <span className="text-ink-faint"> ({t("steps.optional")})</span>}
            {isDone && <span className="sr-only"> ({t("steps.done")})</span>}
          </span>
        </li>
      );
    })}
  </ol>
);
