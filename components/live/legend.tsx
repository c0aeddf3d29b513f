"use client";

import { useTranslations } from "use-intl";

/** What the words of the roster mean, for those who want to know. */
export function Legend() {
  const t = useTranslations("live.legend");
  return (
    <details className="text-ink-soft text-sm">
      <summary className="w-fit rounded-control py-2 font-medium text-ink-soft hover:text-ink">
        {t("title")}
      </summary>
      <ul className="grid max-w-prose gap-2 py-2 leading-relaxed">
        {(["onNet", "encrypted", "identity", "lock", "toLobby", "remove"] as const).map((word) => (
          <li key={word}>{t(word)}</li>
        ))}
      </ul>
    </details>
  );
}
