import { Laptop, Smartphone, Tablet } from "lucide-react";
import { getFormatter, getLocale, getTranslations } from "@/app/_server/i18n";
import { EndButton, EndOthersButton } from "@/components/security/end-session";
import { Badge } from "@/components/ui/badge";
import { Card, CardHead } from "@/components/ui/card";
import { type OwnSession, ownSessions, type Viewer } from "@/lib/auth";
import { placeOf } from "@/lib/geo";
import type { Formatter, Translate } from "@/lib/i18n";
import { endOtherSessionsAction, endSessionAction } from "../actions";

const icons = { desktop: Laptop, phone: Smartphone, tablet: Tablet, other: Laptop };

/** The browsers in which the person is signed in. */
export async function SessionsSection({ viewer }: { viewer: Viewer }) {
  const [sessions, t, format, locale] = await Promise.all([
    ownSessions(viewer),
    getTranslations("security"),
    getFormatter(),
    getLocale(),
  ]);
  return (
    <Card aria-labelledby="sessions">
      <CardHead
        id="sessions"
        title={t("sessions.title")}
        hint={t("sessions.hint")}
        aside={sessions.length > 1 && <EndOthersButton end={endOtherSessionsAction} />}
      />
      <ul className="mt-4 divide-y divide-line border-line border-t">
        {sessions.map((session) => (
          <Line
            key={session.id}
            session={session}
            place={placeOf(session.remoteAddress, locale)}
            t={t}
            format={format}
          />
        ))}
      </ul>
    </Card>
  );
}

function nameOf({ browser, system }: OwnSession, t: Translate<"security">): string {
  if (browser && system) return t("sessions.browserOn", { browser, system });
  return browser ?? system ?? t("sessions.unknownBrowser");
}

type LineProps = { session: OwnSession; place: string | null; t: Translate<"security">; format: Formatter };

function Line({ session, place, t, format }: LineProps) {
  const Icon = icons[session.kind];
  const name = nameOf(session, t);
  const where = [
    session.remoteAddress,
    session.network === "loopback" || session.network === "private"
      ? t(`networks.${session.network}`)
      : place,
  ];
  const how = [
    t(`methods.${session.method}`),
    session.secondFactor && t(`factors.${session.secondFactor}`),
    session.persistent && t("sessions.kept"),
  ];
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-4 gap-y-3 px-5 py-4 sm:grid-cols-[auto_minmax(0,1fr)_auto] sm:px-6">
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-ink-faint" />
      <div className="grid gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          {name}
          {session.isCurrent && <Badge tone="positive">{t("sessions.current")}</Badge>}
        </p>
        <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">{where.filter(Boolean).join(" · ")}</p>
        <p className="text-ink-soft text-sm">{how.filter(Boolean).join(" · ")}</p>
        <p className="text-ink-faint text-sm">
          {t("sessions.times", {
            since: format.dateTime(session.createdAt, "moment"),
            used: session.isCurrent ? t("sessions.now") : format.dateTime(session.lastUsedAt, "moment"),
          })}
        </p>
      </div>
      {!session.isCurrent && (
        <div className="col-start-2 sm:col-start-3">
          <EndButton sessionId={session.id} name={name} end={endSessionAction} />
        </div>
      )}
    </li>
  );
}
