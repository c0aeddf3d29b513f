"use client";

import "./globals.css";
import { Button } from "@/components/ui/button";
import { globalError as en } from "@/lib/i18n/messages/en.json";
import { globalError as ja } from "@/lib/i18n/messages/ja.json";

/** The last resort: the layout itself failed, so language and theme are not known, and both languages stand here. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>{en.title}</title>
        <main className="grid min-h-dvh place-content-center justify-items-center gap-8 px-6 text-center">
          {[
            { lang: "en", text: en },
            { lang: "ja", text: ja },
          ].map(({ lang, text }) => (
            <section key={lang} lang={lang} className="grid max-w-md gap-3 justify-items-center">
              <h1 className="font-semibold text-2xl">{text.title}</h1>
              <p className="text-ink-soft">{text.body}</p>
              <Button look="primary" onClick={retry}>
                {text.retry}
              </Button>
            </section>
          ))}
        </main>
      </body>
    </html>
  );
}
