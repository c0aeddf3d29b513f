"use client";

import type { ReactNode } from "react";
import { IntlProvider, useLocale, useMessages } from "use-intl";
import { formats } from "@/lib/i18n/formats";

type Some = Record<string, unknown>;
type Props = { locale: string; timeZone: string; now: Date; messages: Some; children: ReactNode };

/** Language, time zone and the texts that every page's client components need. */
export const Texts = ({ children, ...reading }: Props) => (
  <IntlProvider {...reading} formats={formats}>
    {children}
  </IntlProvider>
);

/** Adds the texts of one page's client components to those of {@link Texts}. */
export function MoreTexts({ messages, children }: { messages: Some; children: ReactNode }) {
  const outer = useMessages();
  return (
    <IntlProvider locale={useLocale()} messages={{ ...outer, ...messages }}>
      {children}
    </IntlProvider>
  );
}
