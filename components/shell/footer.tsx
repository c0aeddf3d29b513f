import Image from "next/image";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Brand } from "@/lib/brand";
import type { Translate } from "@/lib/i18n";

type Props = { brand: Brand; t: Translate<"shell">; children?: ReactNode };

const linkLook =
  "inline-flex min-h-11 items-center text-ink-soft underline-offset-4 hover:text-ink hover:underline sm:min-h-6";

/** The foot of every page: what binds both sides on the left, by whom on the right. */
export const Footer = ({ brand, t, children }: Props) => (
  <footer className="mx-auto flex w-full max-w-7xl flex-wrap items-center justify-between gap-x-8 gap-y-3 px-4 py-6 text-sm sm:px-8 print:hidden">
    <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
      <Link href="/privacy" className={linkLook}>
        {t("privacy")}
      </Link>
      <Link href="/terms" className={linkLook}>
        {t("terms")}
      </Link>
      <Link href="/apps" className={linkLook}>
        {t("downloadApps")}
      </Link>
      {children}
    </div>
    {brand.partner && <PartnerMark partner={brand.partner} text={t("broughtBy")} />}
  </footer>
);

// A reseller's logo is drawn for white paper, so it gets some: in the dark theme, too, it stays as its owner made it.
const PartnerMark = ({ partner, text }: { partner: { name: string; logoPath: string }; text: string }) => (
  <p className="flex items-center gap-3 text-ink-faint">
    {text}
    <span className="rounded-md bg-white px-2.5 py-1.5 ring-1 ring-line">
      <Image src={partner.logoPath} alt={partner.name} width={120} height={24} className="h-5 w-auto" />
    </span>
  </p>
);
