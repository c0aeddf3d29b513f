import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

const look = cva(
  "inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2 py-0.5 font-medium text-xs leading-4 [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "bg-sunken text-ink-soft",
        outline: "text-ink-soft ring-1 ring-line ring-inset",
        accent: "bg-accent-soft text-accent-deep",
        positive: "bg-positive-soft text-positive",
        warning: "bg-warning-soft text-warning",
        danger: "bg-danger-soft text-danger",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

type Props = ComponentProps<"span"> & VariantProps<typeof look> & { icon?: ReactNode };

/** A word or two about a thing. Says by its text what its colour says. */
export const Badge = ({ tone, icon, className, children, ...rest }: Props) => (
  <span {...rest} className={cn(look({ tone }), className)}>
    {icon}
    {children}
  </span>
);
