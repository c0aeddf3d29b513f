import { Badge } from "@/components/ui/badge";
import type { Translate } from "@/lib/i18n";
import type { GuestView } from "@/lib/invitations";

const tones = { queued: "neutral", sent: "positive", refused: "danger" } as const;

/** The guests, and what became of the mail to each. */
export const GuestList = ({ guests, t }: { guests: GuestView[]; t: Translate<"invitations.mail"> }) => (
  <ul className="grid divide-y divide-line">
    {guests.map(({ id, email, name, mail, isCurrent }) => (
      <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
        <span className="grid min-w-0">
          <span className="font-medium text-sm [overflow-wrap:anywhere]">{name || email}</span>
          {name && <span className="text-ink-faint text-sm [overflow-wrap:anywhere]">{email}</span>}
        </span>
        {mail === null ? (
          <Badge tone="outline">{t("none")}</Badge>
        ) : isCurrent ? (
          <Badge tone={tones[mail]}>{t(mail)}</Badge>
        ) : (
          <Badge tone="warning">{t("outdated")}</Badge>
        )}
      </li>
    ))}
  </ul>
);
