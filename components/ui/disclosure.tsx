import { ChevronRight } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { buttonLook } from "./button";
import { cn } from "./cn";

// Questions can be long: they wrap where a button's one or two words never do.
const question = "h-auto min-h-8 whitespace-normal py-1 text-left";

const looks = {
  row: "touchable inline-flex items-center gap-2 rounded-control py-1.5 font-medium text-accent text-sm hover:text-accent-hover",
  button: buttonLook({ size: "small", className: question }),
  danger: buttonLook({ look: "dangerQuiet", size: "small", className: question }),
};

type Props = Omit<ComponentProps<"details">, "title"> & {
  title: ReactNode;
  /** What a screen reader says in its stead. */
  label?: string;
  /** `row` folds something to read; the others open a question before an act. */
  look?: keyof typeof looks;
};

/** Something that opens on demand. Native, so that it works before, and without, JavaScript. */
export const Disclosure = ({ title, label, look = "row", className, children, ...rest }: Props) => (
  <details {...rest} className={cn("group/fold min-w-0", className)}>
    <summary
      aria-label={label}
      className={cn("w-fit max-w-full list-none [&::-webkit-details-marker]:hidden", looks[look])}
    >
      <ChevronRight aria-hidden className="size-4 transition-transform group-open/fold:rotate-90" />
      {title}
    </summary>
    {children}
  </details>
);
