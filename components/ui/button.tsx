import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export const buttonLook = cva(
  "touchable inline-flex select-none items-center justify-center gap-2 whitespace-nowrap rounded-control font-medium transition-colors aria-disabled:cursor-not-allowed aria-disabled:opacity-55 disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      look: {
        primary: "bg-accent text-on-accent hover:bg-accent-hover",
        secondary: "border border-line-strong/60 bg-surface text-ink hover:bg-hover",
        quiet: "text-ink-soft hover:bg-hover hover:text-ink",
        danger: "bg-danger-fill text-white hover:bg-danger-fill-hover",
        dangerQuiet: "border border-danger/40 text-danger hover:bg-danger-soft",
      },
      size: {
        small: "h-8 px-3 text-[0.8125rem]",
        medium: "h-10 px-4 text-sm",
        large: "h-12 px-5 text-base",
      },
    },
    defaultVariants: { look: "secondary", size: "medium" },
  },
);

export type ButtonLook = VariantProps<typeof buttonLook>;

type Props = ComponentProps<"button"> &
  ButtonLook & {
    icon?: ReactNode;
    /** Shows a turning ring instead of the icon. */
    isBusy?: boolean;
    /** Not usable now, but still reachable, so that the focus is not lost and the reason can be read. */
    isOff?: boolean;
  };

/** A button. `isOff` and `isBusy` keep it focusable: a `disabled` one would drop the focus to the page's start. */
export function Button({
  look,
  size,
  icon,
  isBusy,
  isOff,
  className,
  children,
  onClick,
  type,
  ...rest
}: Props) {
  const isIdle = !isBusy && !isOff;
  return (
    <button
      {...rest}
      type={type ?? "button"}
      aria-disabled={isIdle ? undefined : true}
      className={cn(buttonLook({ look, size }), className)}
      onClick={isIdle ? onClick : (event) => event.preventDefault()}
    >
      {isBusy ? <LoaderCircle aria-hidden className="animate-turn" /> : icon}
      {children}
    </button>
  );
}
