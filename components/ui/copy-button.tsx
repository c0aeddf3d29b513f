"use client";

import { Check, Copy, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";

const SHOW_RESULT_MS = 2500;

type Props = {
  text: string;
  /** The same formatted: programs that can, take this. */
  html?: string;
  /** Names what is copied for those who cannot see it. */
  thing: string;
};

/** Copies a text and says, on itself, whether that worked. */
export function CopyButton({ text, html, thing }: Props) {
  const t = useTranslations("common");
  const [result, setResult] = useState<"copied" | "copyFailed" | null>(null);

  useEffect(() => {
    if (!result) return;
    const timer = setTimeout(() => setResult(null), SHOW_RESULT_MS);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = () =>
    written(text, html).then(
      () => setResult("copied"),
      () => setResult("copyFailed"),
    );

  const Icon = result === "copied" ? Check : result ? X : Copy;
  return (
    <>
      <Button
        size="small"
        look="quiet"
        icon={<Icon aria-hidden />}
        onClick={copy}
        aria-label={result ? undefined : t("copyThing", { thing })}
        className="noscript:hidden"
      >
        {t(result ?? "copy")}
      </Button>
      <span role="status" className="sr-only">
        {result && t(result)}
      </span>
    </>
  );
}

/** Rejects without a clipboard: it is absent on plain-http addresses other than localhost. */
async function written(text: string, html: string | undefined): Promise<void> {
  if (html === undefined) return navigator.clipboard.writeText(text);
  const blob = (type: string, content: string) => new Blob([content], { type });
  return navigator.clipboard.write([
    new ClipboardItem({ "text/plain": blob("text/plain", text), "text/html": blob("text/html", html) }),
  ]);
}
