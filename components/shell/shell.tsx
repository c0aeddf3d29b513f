import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { Brand } from "@/lib/brand";
import type { Translate } from "@/lib/i18n";
import { Footer } from "./footer";
import { Logo } from "./logo";

type Props = {
  brand: Brand;
  t: Translate<"shell">;
  /** Where the logo leads. */
  home: string;
  nav?: ReactNode;
  /** What stands at the right end of the header. */
  aside: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
};

/** The frame of every page: header, main, footer. */
export const Shell = ({ brand, t, home, nav, aside, footer, children }: Props) => (
  <div className="flex min-h-dvh flex-col">
    <header className="border-line border-b bg-surface print:hidden">
      <div className="mx-auto flex h-16 w-full max-w-7xl items-center gap-3 px-4 sm:gap-8 sm:px-8">
        <Link
          href={home}
          aria-label={t("home", { product: brand.productName })}
          className="touchable inline-flex items-center rounded-control"
        >
          <Logo name={brand.productName} hasNavigation={Boolean(nav)} />
        </Link>
        {nav && (
          <nav aria-label={t("mainNavigation")} className="flex h-full items-stretch">
            {nav}
          </nav>
        )}
        <div className="ml-auto flex items-center gap-2">{aside}</div>
      </div>
    </header>
    <main id="content" tabIndex={-1} className="flex w-full flex-1 flex-col outline-none">
      {children}
    </main>
    <Footer brand={brand} t={t}>
      {footer}
    </Footer>
  </div>
);

type NavProps = { href: string; isCurrent: "page" | "section" | false; children: ReactNode };

export const NavLink = ({ href, isCurrent, children }: NavProps) => (
  <Link
    href={href}
    aria-current={isCurrent === "section" ? true : isCurrent || undefined}
    className={cn(
      "relative inline-flex items-center px-2 font-medium text-sm transition-colors hover:text-ink",
      isCurrent
        ? "text-ink after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:rounded-full after:bg-accent"
        : "text-ink-soft",
    )}
  >
    {children}
  </Link>
);
