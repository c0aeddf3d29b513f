"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTransition } from "react";
import { useTranslations } from "use-intl";
import { Button, buttonLook } from "@/components/ui/button";

const digestOf = (error: unknown) =>
  error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : null;

/** What a page shows instead of itself when it failed. The reference finds the cause in the portal's log. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("errors");
  const [isBusy, startTransition] = useTransition();
  const reference = digestOf(error);
  return (
    <main
      id="content"
      tabIndex={-1}
      className="grid min-h-dvh place-content-center justify-items-center gap-5 px-6 text-center outline-none"
    >
      <TriangleAlert aria-hidden className="size-12 text-warning" strokeWidth={1.4} />
      <div role="alert" className="grid max-w-md gap-2">
        <h1 className="font-semibold text-2xl">{t("title")}</h1>
        <p className="text-ink-soft leading-relaxed">{t("body")}</p>
        {reference && <p className="text-ink-faint text-sm tabular-nums">{t("reference", { reference })}</p>}
      </div>
      <div className="flex flex-wrap justify-center gap-3">
        <Button look="primary" isBusy={isBusy} onClick={() => startTransition(retry)}>
          {t("retry")}
        </Button>
        <Link href="/" className={buttonLook({ look: "secondary" })}>
          {t("home")}
        </Link>
      </div>
    </main>
  );
}
