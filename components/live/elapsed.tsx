"use client";

import { useFormatter, useNow, useTranslations } from "use-intl";
import { Second } from "@/lib/time";

const two = (value: number) => String(value).padStart(2, "0");

/** `1:02:03`, hours without a leading zero; never negative, should the clocks differ. */
export function elapsedText(since: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - since.getTime()) / Second.ms));
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** For how long a meeting has been running. It alone is drawn each second. */
export function Elapsed({ since }: { since: string }) {
  const t = useTranslations("live");
  const format = useFormatter();
  const now = useNow({ updateInterval: Second.ms });
  const date = new Date(since);
  return (
    <span className="text-ink-soft" title={t("elapsedTitle", { time: format.dateTime(date, "moment") })}>
      {t("elapsed")} <span className="tabular-nums">{elapsedText(date, now)}</span>
    </span>
  );
}
