"use client";

import { Printer } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";

type Props = { codes: string[]; finish: () => Promise<void> };

/** Recovery codes, for the only time. Going on takes a press, so that nobody loses them by accident. */
export function RecoveryCodes({ codes, finish }: Props) {
  const t = useTranslations("factor");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const text = `${codes.join("\n")}\n`;
  return (
    <form action={finish} className="grid gap-5">
      <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
        {t("codes.title")}
      </h2>
      <Alert tone="warning">{t("codes.hint")}</Alert>
      <ul className="grid grid-cols-2 gap-x-6 gap-y-2 rounded-control bg-sunken px-5 py-4 font-mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3 print:hidden">
        <CopyButton text={text} thing={t("codes.thing")} />
        <Button
          size="small"
          look="quiet"
          icon={<Printer aria-hidden />}
          onClick={() => window.print()}
          className="noscript:hidden"
        >
          {t("codes.print")}
        </Button>
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="mypages-recovery-codes.txt"
          className="touchable inline-flex h-10 items-center font-medium text-accent text-sm underline underline-offset-4 hover:text-accent-hover"
        >
          {t("codes.download")}
        </a>
      </div>
      <Button type="submit" look="primary" size="large" className="w-full print:hidden">
        {t("codes.kept")}
      </Button>
    </form>
  );
}
