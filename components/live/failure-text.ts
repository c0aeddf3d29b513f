import type { useTranslations } from "use-intl";

/** What a failure means to the person who pressed the button; a code that is new here says that it did not work. */
export function failureText(t: ReturnType<typeof useTranslations<"live">>, code: string | undefined): string {
  const key = `failures.${code ?? "unknown"}` as "failures.unknown";
  return t.has(key) ? t(key) : t("failures.unknown");
}
