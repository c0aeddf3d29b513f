import Link from "next/link";
import type { ReactNode } from "react";
import { clientMessages, getTranslations } from "@/app/_server/i18n";
import { PageShell } from "@/app/_server/shell";
import { MoreTexts } from "@/components/i18n/texts";
import { Card } from "@/components/ui/card";

/** The frame of the pages that add a factor. */
export async function FactorPage({
  title,
  intro,
  children,
}: {
  title: string;
  intro: string;
  children: ReactNode;
}) {
  const [t, messages] = await Promise.all([
    getTranslations("security"),
    clientMessages("factor", "security"),
  ]);
  return (
    <PageShell section="security">
      <div className="mx-auto grid w-full max-w-[30rem] gap-4 px-4 py-8 sm:py-10">
        <Link
          href="/profile/security"
          className="touchable w-fit font-medium text-accent text-sm underline underline-offset-4 hover:text-accent-hover print:hidden"
        >
          {t("title")}
        </Link>
        <Card className="p-6 sm:p-9">
          <h1 className="mb-2 font-semibold text-2xl">{title}</h1>
          <p className="mb-6 text-ink-soft">{intro}</p>
          <MoreTexts messages={messages}>{children}</MoreTexts>
        </Card>
      </div>
    </PageShell>
  );
}
