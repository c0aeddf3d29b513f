import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";

/** A list of names and values. */
export const Facts = ({ children }: { children: ReactNode }) => (
  <dl className="grid gap-x-6 gap-y-4 text-sm sm:grid-cols-[minmax(9rem,14rem)_minmax(0,1fr)]">{children}</dl>
);

export const Fact = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <div className="grid gap-1 sm:contents">
    <dt className="text-ink-soft">{name}</dt>
    <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
  </div>
);

/** A value as another program wants it: exactly, and to be copied. */
export const CopyValue = ({ value, thing }: { value: string; thing: string }) => (
  <span className="flex items-start justify-between gap-3">
    <code className="min-w-0 py-1 font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{value}</code>
    <CopyButton text={value} thing={thing} />
  </span>
);
