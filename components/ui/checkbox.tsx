import { Check } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

type Props = Omit<ComponentProps<"input">, "type"> & { label: ReactNode };

/** A native checkbox in our look: it works before, and without, JavaScript. */
export const Checkbox = ({ label, ...input }: Props) => (
  <label className="group inline-flex min-h-11 items-center gap-3 text-sm sm:min-h-8">
    <span className="relative grid size-5 place-items-center">
      <input
        {...input}
        type="checkbox"
        className="peer size-5 appearance-none rounded-[0.3rem] border border-line-strong bg-surface checked:border-accent checked:bg-accent group-hover:border-ink-faint"
      />
      <Check
        aria-hidden
        strokeWidth={3}
        className="pointer-events-none absolute size-3.5 text-on-accent opacity-0 peer-checked:opacity-100"
      />
    </span>
    {label}
  </label>
);
