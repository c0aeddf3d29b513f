import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export const Card = ({ className, ...rest }: ComponentProps<"section">) => (
  <section {...rest} className={cn("rounded-card border border-line bg-surface shadow-card", className)} />
);

/** The head of a card. `id` names the card: give it as `aria-labelledby`. */
export const CardHead = ({
  id,
  title,
  hint,
  aside,
}: {
  id: string;
  title: ReactNode;
  hint?: ReactNode;
  aside?: ReactNode;
}) => (
  <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 pt-5 sm:px-6 sm:pt-6">
    <div className="grid min-w-0 flex-1 basis-56 gap-1">
      <h2 id={id} className="font-semibold text-lg leading-snug">
        {title}
      </h2>
      {hint && <p className="text-ink-soft text-sm">{hint}</p>}
    </div>
    {aside}
  </header>
);
