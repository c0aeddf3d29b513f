import "@fontsource-variable/inter/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { Texts } from "@/components/i18n/texts";
import { TimeZoneProbe } from "@/components/i18n/time-zone-probe";
import { StyleNonce } from "@/components/shell/style-nonce";
import { regionalTags } from "@/lib/i18n";
import { clientMessages, getTranslations, reading } from "./_server/i18n";
import { rememberTimeZone } from "./_server/preferences";
import { currentTheme } from "./_server/shell";

export const metadata: Metadata = {
  title: { default: "MyPages", template: "%s · MyPages" },
  icons: { icon: { url: "/brand/favicon.svg", type: "image/svg+xml" } },
  referrer: "same-origin",
  robots: { index: false },
  formatDetection: { telephone: false, address: false, email: false },
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#161d1f" },
  ],
};

export default async function RootLayout({ children }: LayoutProps<"/">) {
  const [{ locale, timeZone, now, isZoneKnown }, theme, messages, t, sent] = await Promise.all([
    reading(),
    currentTheme(),
    clientMessages("common", "shell", "errors"),
    getTranslations("common"),
    headers(),
  ]);
  return (
    <html lang={locale} data-theme={theme}>
      <body>
        <StyleNonce nonce={sent.get("x-nonce") ?? ""} />
        {!isZoneKnown && <TimeZoneProbe tell={rememberTimeZone} />}
        <a
          href="#content"
          className="-translate-y-24 fixed top-3 left-3 z-50 rounded-control bg-accent px-4 py-2.5 font-medium text-on-accent focus:translate-y-0"
        >
          {t("skip")}
        </a>
        <Texts locale={regionalTags[locale]} timeZone={timeZone} now={now} messages={messages}>
          {children}
        </Texts>
      </body>
    </html>
  );
}
