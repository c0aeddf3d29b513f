import "server-only";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { clientMessages } from "@/app/_server/i18n";
import { PageShell } from "@/app/_server/shell";
import { MoreTexts } from "@/components/i18n/texts";
import { Card } from "@/components/ui/card";

type Props = {
  back: { href: ComponentProps<typeof Link>["href"]; label: string };
  title: string;
  intro?: string;
  children: ReactNode;
};

/** The frame of the pages on which an invitation is written. */
export async function FormPage({ back, title, intro, children }: Props) {
  return (
    <PageShell section="invitations">
      <div className="mx-auto grid w-full max-w-3xl gap-6 px-4 py-6 sm:px-8 sm:py-8">
        <header className="grid gap-2">
          <Link
            href={back.href}
            className="inline-flex min-h-11 w-fit items-center gap-1.5 text-ink-soft text-sm underline-offset-4 [overflow-wrap:anywhere] hover:text-ink hover:underline sm:min-h-6"
          >
            <ArrowLeft aria-hidden className="size-4 shrink-0" />
            {back.label}
          </Link>
          <h1 className="font-semibold text-2xl sm:text-[1.75rem]">{title}</h1>
          {intro && <p className="text-ink-soft">{intro}</p>}
        </header>
        <MoreTexts messages={await clientMessages("invitations")}>
          <Card aria-label={title}>{children}</Card>
        </MoreTexts>
      </div>
    </PageShell>
  );
}
