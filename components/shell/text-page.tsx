import type { ReactNode } from "react";

type Props = { title: string; intro: string; children: ReactNode };

/** A page to be read: a heading, what it is about, and its sections in a line length that reads well. */
export const TextPage = ({ title, intro, children }: Props) => (
  <article className="mx-auto grid w-full max-w-7xl gap-8 px-4 py-10 sm:px-8 sm:py-14">
    <header className="grid max-w-2xl gap-2">
      <h1 className="font-semibold text-2xl sm:text-[1.75rem]">{title}</h1>
      <p className="text-ink-soft leading-relaxed">{intro}</p>
    </header>
    {children}
  </article>
);
