import { CopyButton } from "@/components/ui/copy-button";
import { Scrollable } from "@/components/ui/scrollable";
import type { Translate } from "@/lib/i18n";

type Props = { locale: string; text: string; html: string; t: Translate<"invitations.page"> };

/** What guests are told, as plain text and formatted, each to copy. */
export function Preview({ locale, text, html, t }: Props) {
  const pane = "h-104 rounded-control border border-line";
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <div className="grid min-w-0 gap-2">
        <div className="flex items-center justify-between gap-3">
          <h3 className="font-medium text-sm">{t("formatted")}</h3>
          <CopyButton text={text} html={html} thing={t("copyFormatted")} />
        </div>
        <Scrollable aria-label={t("formatted")} className={`overflow-auto bg-white p-5 ${pane}`}>
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: all that people typed is escaped in it, which a test holds. */}
          <div dangerouslySetInnerHTML={{ __html: html }} />
        </Scrollable>
      </div>
      <div className="grid min-w-0 gap-2">
        <div className="flex items-center justify-between gap-3">
          <h3 className="font-medium text-sm">{t("plain")}</h3>
          <CopyButton text={text} thing={t("copyText")} />
        </div>
        <Scrollable aria-label={t("plain")} className={`overflow-auto bg-sunken p-5 ${pane}`}>
          <pre
            lang={locale}
            className="whitespace-pre-wrap font-sans text-sm leading-relaxed [overflow-wrap:anywhere]"
          >
            {text}
          </pre>
        </Scrollable>
      </div>
    </div>
  );
}
