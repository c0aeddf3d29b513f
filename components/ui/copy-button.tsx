"use client";

import { Check, Copy, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";

const SHOW_RESULT_MS = 2500;

/** Copies a text and says, on itself, whether that worked. `thing` names what is copied for those who cannot see it. */
export function CopyButton({ text, thing }: { text: string; thing: string }) {
  const t = useTranslations("common");
  const [result, setResult] = useState<"copied" | "copyFailed" | null>(null);

  useEffect(() => {
    if (!result) return;
    const timer = setTimeout(() => setResult(null), SHOW_RESULT_MS);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = () =>
    // Absent on plain-http addresses other than localhost.
    Promise.resolve(navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
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
