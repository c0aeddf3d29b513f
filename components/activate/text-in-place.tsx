import { ChevronRight, ExternalLink } from "lucide-react";
import { LegalText } from "@/components/legal/legal-text";
import { Scrollable } from "@/components/ui/scrollable";
import type { Block } from "@/lib/legal";

type Props = {
  title: string;
  /** Which version it is, of whom. */
  about: string;
  locale: string;
  blocks: Block[];
  link: { href: string; words: string; label: string };
};

/** A legal text that opens where it is to be accepted. It works without JavaScript, too. */
export const TextInPlace = ({ title, about, locale, blocks, link }: Props) => (
  <div className="relative rounded-control border border-line">
    <details className="group">
      <summary className="flex min-h-12 cursor-pointer list-none items-center gap-2 rounded-control py-2.5 pr-14 pl-3.5 sm:pr-32 hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-faint group-open:rotate-90" />
        <span className="grid">
          <span className="font-medium text-sm">{title}</span>
          <span className="text-ink-faint text-xs">{about}</span>
        </span>
      </summary>
      <Scrollable
        lang={locale}
        aria-label={title}
        className="max-h-72 overflow-y-auto border-line border-t px-4 pt-1 pb-4 text-sm"
      >
        <LegalText blocks={blocks} topLevel={3} />
      </Scrollable>
    </details>
    <a
      href={link.href}
      target="_blank"
      rel="noreferrer"
      aria-label={link.label}
      className="absolute top-0 right-0 inline-flex min-h-12 min-w-11 items-center justify-center gap-1.5 px-3.5 font-medium text-accent text-xs underline-offset-4 hover:text-accent-hover hover:underline"
    >
      <span className="sr-only sm:not-sr-only">{link.words}</span>
      <ExternalLink aria-hidden className="size-3.5" />
    </a>
  </div>
);
