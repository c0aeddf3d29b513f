import { FileQuestion } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button-link";
import { currentViewer } from "./_server/actor";
import { getTranslations } from "./_server/i18n";
import { PageShell } from "./_server/shell";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notFound"))("title") };
}

/** One page for what is not there and for what may not be seen: it gives no hint which of the two it is. */
export default async function NotFound() {
  const [t, viewer] = await Promise.all([getTranslations("notFound"), currentViewer()]);
  return (
    <PageShell>
      <div className="grid flex-1 place-content-center justify-items-center gap-5 px-6 py-20 text-center">
        <FileQuestion aria-hidden className="size-12 text-ink-faint" strokeWidth={1.4} />
        <div className="grid max-w-md gap-2">
          <h1 className="font-semibold text-2xl">{t("title")}</h1>
          <p className="text-ink-soft leading-relaxed">{t("body")}</p>
        </div>
        <ButtonLink href={viewer ? "/rooms" : "/login"} look="primary">
          {t(viewer ? "rooms" : "home")}
        </ButtonLink>
      </div>
    </PageShell>
  );
}
