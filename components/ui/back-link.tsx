import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ComponentProps } from "react";

/** Leads from a page to the one above it. */
export const BackLink = ({ children, ...link }: ComponentProps<typeof Link>) => (
  <Link
    {...link}
    className="inline-flex min-h-11 w-fit items-center gap-1.5 text-ink-soft text-sm underline-offset-4 [overflow-wrap:anywhere] hover:text-ink hover:underline sm:min-h-6"
  >
    <ArrowLeft aria-hidden className="size-4 shrink-0" />
    {children}
  </Link>
);
