import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { Described, describedBy } from "./described";

export const inputLook =
  "h-11 w-full rounded-control border border-line-strong bg-surface px-3.5 text-base text-ink placeholder:text-ink-faint hover:border-ink-faint aria-invalid:border-danger aria-invalid:ring-1 aria-invalid:ring-danger";

type About = { id: string; label: ReactNode; hint?: ReactNode; error?: string };

type Props = Omit<ComponentProps<"input">, "id"> &
  About & {
    /** Stands in the line of the label, at its end. */
    aside?: ReactNode;
    /** Stands inside the input, at its end. */
    inside?: ReactNode;
  };

/** An input with its label, hint and error, wired so that a screen reader says all of them. */
export function Field({ id, label, hint, error, aside, inside, className, ...input }: Props) {
  return (
    <div className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {aside}
      </div>
      <div className="relative">
        <input
          {...input}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, { hint, error })}
          className={cn(inputLook, className)}
        />
        {inside}
      </div>
      <Described id={id} hint={hint} error={error} />
    </div>
  );
}

/** {@link Field} for text of several lines. */
export function TextArea({
  id,
  label,
  hint,
  error,
  className,
  ...area
}: Omit<ComponentProps<"textarea">, "id"> & About) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <textarea
        {...area}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={cn(inputLook, "h-auto min-h-24 py-2.5 leading-relaxed", className)}
      />
      <Described id={id} hint={hint} error={error} />
    </div>
  );
}

/** {@link Field} for one of several values. The browser's own list: it works with every keyboard and on every phone. */
export function Select({
  id,
  label,
  hint,
  error,
  className,
  ...select
}: Omit<ComponentProps<"select">, "id"> & About) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <select
        {...select}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={cn(inputLook, "pr-9", className)}
      />
      <Described id={id} hint={hint} error={error} />
    </div>
  );
}
