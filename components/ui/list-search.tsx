import { Search } from "lucide-react";
import type { Route } from "next";
import Form from "next/form";
import Link from "next/link";
import { Button } from "./button";
import { cn } from "./cn";
import { inputLook } from "./field";

type Props = {
  /** The list's own page. */
  path: Route;
  query: string;
  words: { label: string; hint: string; submit: string; clear: string };
};

/** Searches a list. What was searched for stands in the address, so that it can be kept and sent on. */
export const ListSearch = ({ path, query, words }: Props) => (
  <Form action={path} role="search" className="flex w-full flex-wrap items-center gap-x-3 gap-y-2 sm:w-auto">
    <div className="relative min-w-44 flex-1 sm:w-72 sm:flex-none">
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
        aria-label={words.label}
        placeholder={words.hint}
        className={cn(inputLook, "pl-9.5 sm:h-10 sm:text-sm")}
      />
    </div>
    <Button type="submit">{words.submit}</Button>
    {query && (
      <Link
        href={path}
        className="inline-flex min-h-11 items-center font-medium text-accent text-sm underline underline-offset-4 sm:min-h-6"
      >
        {words.clear}
      </Link>
    )}
  </Form>
);
