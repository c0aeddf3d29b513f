import "server-only";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "@/app/_server/i18n";
import { currentTheme } from "@/app/_server/shell";
import { currentBrand } from "@/lib/brand";

/** What these pages say; `saml.pages` in the catalogue. */
export type PlainPage = "refused" | "refused_logout" | "unknown_person" | "throttled" | "not_found";

const statuses: Record<PlainPage, number> = {
  refused: 400,
  refused_logout: 400,
  unknown_person: 403,
  throttled: 429,
  not_found: 404,
};

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

/**
 * A page of one message and the way back to the sign-in, for answers that carry a status of their own, which pages of the
 * framework cannot. It tells everybody the same: why something was refused is for the log and a test sign-in.
 */
export async function plainPage(
  page: PlainPage,
  values: { organization?: string; minutes?: number } = {},
): Promise<Response> {
  const [t, locale, theme, brand, sent] = await Promise.all([
    getTranslations("saml"),
    getLocale(),
    currentTheme(),
    currentBrand(),
    headers(),
  ]);
  const words = { organization: values.organization ?? "", minutes: values.minutes ?? 1 };
  const title = escapeHtml(t(`pages.${page}.title`, words));
  const body = escapeHtml(t(`pages.${page}.body`, words));
  const scheme = theme === "system" ? "light dark" : theme;
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${escapeHtml(brand.productName)}</title>
<style nonce="${escapeHtml(sent.get("x-nonce") ?? "")}">
:root{color-scheme:${scheme};--ink:light-dark(#132120,#e9efed);--soft:light-dark(#445452,#b1bfbc);--accent:light-dark(#0b5d5e,#67cbc7)}
body{font:1rem/1.6 system-ui,sans-serif;margin:0;min-height:100dvh;display:grid;place-content:center;padding:1.5rem;box-sizing:border-box;background:light-dark(#f4f6f5,#0e1314);color:var(--ink)}
main{max-width:26rem;background:light-dark(#fff,#161d1f);border:1px solid light-dark(#dfe4e2,#29353a);border-radius:.875rem;padding:2rem}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 .75rem}p{margin:0 0 1.5rem;color:var(--soft)}p.brand{margin:0 0 1rem;font-weight:600;color:var(--accent)}
a{display:inline-block;padding:.625rem 1.125rem;border-radius:.5rem;background:var(--accent);color:light-dark(#fff,#062b2b);font-weight:500;text-decoration:none}
a:hover{text-decoration:underline}a:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
</style></head><body><main><p class="brand">${escapeHtml(brand.productName)}</p><h1>${title}</h1><p>${body}</p><a href="/login">${escapeHtml(t("toLogin"))}</a></main></body></html>`;
  return new Response(html, {
    status: statuses[page],
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}
