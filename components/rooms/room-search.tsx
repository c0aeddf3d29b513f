import { Search } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { inputLook } from "@/components/ui/field";
import type { Translate } from "@/lib/i18n";

/** Searches the list. What was searched for stands in the address, so that it can be kept and sent on. */
export const RoomSearch = ({ query, t }: { query: string; t: Translate<"rooms"> }) => (
  <Form
    action="/rooms"
    role="search"
    className="flex w-full flex-wrap items-center gap-x-3 gap-y-2 sm:w-auto"
  >
    <div className="relative min-w-0 flex-1 sm:w-72 sm:flex-none">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint"
      />
      <input
        key={query}
        type="search"
        name="q"
        defaultValue={query}
        maxLength={100}
        aria-label={t("search")}
        placeholder={t("searchHint")}
        className={cn(inputLook, "pl-9.5 sm:h-10 sm:text-sm")}
      />
    </div>
    <Button type="submit">{t("searchButton")}</Button>
    {query && (
      <Link
        href="/rooms"
        className="inline-flex min-h-11 items-center font-medium text-accent text-sm underline underline-offset-4 sm:min-h-6"
      >
        {t("clear")}
      </Link>
    )}
  </Form>
);
