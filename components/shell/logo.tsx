import { cn } from "@/components/ui/cn";

/** The mark: a page that is a camera. */
export const Mark = ({ className }: { className?: string }) => (
  <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false" className={cn("size-8 shrink-0", className)}>
    <rect width="32" height="32" rx="9" className="fill-accent" />
    <rect x="7" y="8" width="12.5" height="16" rx="3" className="fill-on-accent" />
    <path
      d="M10.5 13h5.5M10.5 16h5.5M10.5 19h3"
      className="stroke-accent"
      strokeWidth="1.6"
      strokeLinecap="round"
    />
    <path
      d="M21.5 15.2 25.6 12.4a.9.9 0 0 1 1.4.75v5.7a.9.9 0 0 1-1.4.75L21.5 16.8Z"
      className="fill-on-accent"
    />
  </svg>
);

/** Mark and name; where the navigation needs the room of a narrow screen, the mark alone is seen. */
export const Logo = ({ name, hasNavigation = false }: { name: string; hasNavigation?: boolean }) => (
  <span className="inline-flex items-center gap-2.5">
    <Mark />
    <span
      className={cn(
        "font-semibold text-[1.0625rem] tracking-[-0.02em]",
        hasNavigation && "max-[28rem]:sr-only",
      )}
    >
      {name}
    </span>
  </span>
);
