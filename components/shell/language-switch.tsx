import { Languages } from "lucide-react";
import { type Locale, localeNames, locales } from "@/lib/i18n/locales";

type Props = { locale: Locale; choose: (form: FormData) => Promise<void> };

/** The other languages, each under its own name. A plain form: it works without JavaScript. */
export const LanguageSwitch = ({ locale, choose }: Props) => (
  <form action={choose} className="flex gap-4">
    {locales
      .filter((other) => other !== locale)
      .map((other) => (
        <button
          key={other}
          name="locale"
          value={other}
          lang={other}
          type="submit"
          className="inline-flex min-h-11 items-center gap-1.5 text-ink-soft underline-offset-4 hover:text-ink hover:underline sm:min-h-6"
        >
          <Languages aria-hidden className="size-4" />
          {localeNames[other]}
        </button>
      ))}
  </form>
);
