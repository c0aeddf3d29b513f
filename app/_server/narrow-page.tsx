import "server-only";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { PublicShell } from "./shell";

type Props = {
  title: string;
  intro?: ReactNode;
  /** For a page that has more to read than a form of two fields. */
  isWide?: boolean;
  children: ReactNode;
};

/** A page of one task for somebody who is not signed in: a card in the middle. */
export const NarrowPage = ({ title, intro, isWide, children }: Props) => (
  <PublicShell offer="apps">
    <div className="grid flex-1 place-items-center px-4 py-10 sm:py-16">
      <Card className={cn("w-full p-6 sm:p-9", isWide ? "max-w-[36rem]" : "max-w-[26.5rem]")}>
        <h1 className="mb-2 font-semibold text-2xl [overflow-wrap:anywhere]">{title}</h1>
        {intro && <p className="mb-6 text-ink-soft [overflow-wrap:anywhere]">{intro}</p>}
        {children}
      </Card>
    </div>
  </PublicShell>
);
