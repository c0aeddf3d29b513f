import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { type ButtonLook, buttonLook } from "./button";
import { cn } from "./cn";

type Props = ComponentProps<typeof Link> & ButtonLook & { icon?: ReactNode };

/** A link that looks like a button: it leads somewhere and changes nothing. */
export const ButtonLink = ({ look, size, icon, className, children, ...rest }: Props) => (
  <Link {...rest} className={cn(buttonLook({ look, size }), className)}>
    {icon}
    {children}
  </Link>
);
