import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** The ids under which {@link Described} says what belongs to a control: give them as its `aria-describedby`. */
export const describedBy = (id: string, { hint, error }: { hint?: ReactNode; error?: ReactNode }) =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;

/** What is wrong with a control's value, and how to fill it in, below the control. */
export const Described = ({ id, hint, error }: { id: string; hint?: ReactNode; error?: ReactNode }) => (
  <>
    {error && (
      <p id={`${id}-error`} className="flex items-start gap-1.5 text-danger text-sm">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {error}
      </p>
    )}
    {hint && (
      <p id={`${id}-hint`} className="text-ink-faint text-sm">
        {hint}
      </p>
    )}
  </>
);
