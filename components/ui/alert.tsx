import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  danger: { Icon: CircleAlert, box: "bg-danger-soft", icon: "text-danger" },
  warning: { Icon: TriangleAlert, box: "bg-warning-soft", icon: "text-warning" },
  positive: { Icon: CircleCheck, box: "bg-positive-soft", icon: "text-positive" },
  info: { Icon: Info, box: "bg-accent-soft", icon: "text-accent-deep" },
};

type Props = ComponentProps<"div"> & { tone: keyof typeof tones; heading?: ReactNode; aside?: ReactNode };

/** A message in the page. Give it `role="alert"` or `role="status"` when it appears after the page did. */
export function Alert({ tone, heading, aside, className, children, ...rest }: Props) {
  const { Icon, box, icon } = tones[tone];
  return (
    <div
      {...rest}
      className={cn(
        "grid grid-cols-[auto_minmax(0,1fr)] items-start gap-3 rounded-control px-4 py-3 text-sm",
        aside && "sm:grid-cols-[auto_minmax(0,1fr)_auto]",
        box,
        className,
      )}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4.5", icon)} />
      <div className="grid gap-0.5 text-ink">
        {heading && <p className="font-semibold">{heading}</p>}
        {children}
      </div>
      {aside && <div className="col-start-2 justify-self-start sm:col-start-auto">{aside}</div>}
    </div>
  );
}
