import { Check } from "lucide-react";
import { cn } from "./cn";

type Props = { label: string; count: number; isPressed: boolean; onPress: () => void; isAlert?: boolean };

/** A filter that is on or off. `isAlert` colours its count when there is something to look at. */
export const Chip = ({ label, count, isPressed, onPress, isAlert }: Props) => (
  <button
    type="button"
    aria-pressed={isPressed}
    onClick={onPress}
    className={cn(
      "touchable inline-flex h-9 items-center gap-1.5 rounded-full border px-3 font-medium text-sm transition-colors",
      isPressed
        ? "border-accent bg-accent text-on-accent"
        : "border-line-strong/60 bg-surface text-ink-soft hover:bg-hover hover:text-ink",
    )}
  >
    {isPressed && <Check aria-hidden className="-ml-1 size-4" />}
    {label}
    <span
      className={cn("tabular-nums", !isPressed && (isAlert && count > 0 ? "text-warning" : "text-ink-faint"))}
    >
      {count}
    </span>
  </button>
);
