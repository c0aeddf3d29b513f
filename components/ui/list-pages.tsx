import type { Route } from "next";
import type { Translate } from "@/lib/i18n";
import { ButtonLink } from "./button-link";

type Props = {
  /** The list's own page. */
  path: Route;
  /** What is shown now: what was searched for, and behind which line it goes on. */
  shown: { q: string; show?: string; after?: string };
  /** Where the next page goes on. */
  next: string | null;
  t: Translate<"common.list">;
};

/** Leads on through a list, and back to its beginning. Not there for a list of one page. */
export function ListPages({ path, shown: { q, show, after }, next, t }: Props) {
  if (!next && !after) return null;
  const page = (from?: string) => ({
    pathname: path,
    query: { ...(q && { q }), ...(show && { show }), ...(from && { after: from }) },
  });
  return (
    <nav aria-label={t("pages")} className="flex justify-between gap-3">
      {after ? <ButtonLink href={page()}>{t("first")}</ButtonLink> : <span />}
      {next && <ButtonLink href={page(next)}>{t("next")}</ButtonLink>}
    </nav>
  );
}
