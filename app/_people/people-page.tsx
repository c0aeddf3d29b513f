import { SearchX, Users } from "lucide-react";
import type { Route } from "next";
import { clientMessages, getFormatter, getTranslations } from "@/app/_server/i18n";
import { PageShell } from "@/app/_server/shell";
import { MoreTexts } from "@/components/i18n/texts";
import { CancelReset, ResetFactor } from "@/components/people/reset-factor";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ListPages } from "@/components/ui/list-pages";
import { ListSearch } from "@/components/ui/list-search";
import type { Viewer } from "@/lib/auth";
import type { Formatter, Translate } from "@/lib/i18n";
import { listPeople, type PersonLine } from "@/lib/people";
import { peopleListInput } from "@/lib/people/input";
import { cancelResetAction, requestResetAction } from "./actions";

type Props = {
  viewer: Viewer;
  path: Route;
  query: Record<string, string | string[] | undefined>;
};

/** The people that somebody looks after: who they are, whether they have a second factor, and its reset. */
export async function PeoplePage({ viewer, path, query }: Props) {
  const input = peopleListInput.parse(query);
  const [{ people, next }, t, tList, format, messages] = await Promise.all([
    listPeople(viewer.actor, input),
    getTranslations("people"),
    getTranslations("common.list"),
    getFormatter(),
    clientMessages("people", "confirm"),
  ]);
  return (
    <PageShell section="people" isPage>
      <div className="mx-auto grid w-full max-w-5xl gap-6 px-4 py-8 sm:px-8 sm:py-10">
        <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
          <div className="grid gap-1">
            <h1 className="font-semibold text-2xl sm:text-[1.75rem]">{t("title")}</h1>
            <p className="text-ink-soft">
              {t(viewer.actor.kind === "operator" ? "introOperator" : "introPartner")}
            </p>
          </div>
          <ListSearch
            path={path}
            query={input.q}
            words={{
              label: t("search"),
              hint: t("searchHint"),
              submit: tList("search"),
              clear: t("clear"),
            }}
          />
        </header>
        <MoreTexts messages={messages}>
          <Card className="overflow-hidden">
            {people.length > 0 ? (
              <ul aria-label={t("title")} className="divide-y divide-line">
                {people.map((person) => (
                  <Line key={person.id} person={person} t={t} format={format} />
                ))}
              </ul>
            ) : input.q ? (
              <EmptyState
                icon={<SearchX />}
                title={t("noMatch.title", { query: input.q })}
                action={<ButtonLink href={path}>{t("clear")}</ButtonLink>}
              >
                {t("noMatch.body")}
              </EmptyState>
            ) : (
              <EmptyState icon={<Users />} title={t("none.title")}>
                {t("none.body")}
              </EmptyState>
            )}
          </Card>
        </MoreTexts>
        <ListPages path={path} shown={input} next={next} t={tList} />
      </div>
    </PageShell>
  );
}

type LineProps = { person: PersonLine; t: Translate<"people">; format: Formatter };

function Line({ person, t, format }: LineProps) {
  const { id, displayName, email, videoAddress, role, state, belongsTo, hasApp, passkeys, reset } = person;
  const factors = [hasApp && t("app"), passkeys > 0 && t("passkeys", { count: passkeys })].filter(Boolean);
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-3 px-5 py-4 sm:px-6">
      <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium [overflow-wrap:anywhere]">
          {displayName}
          {role !== "USER" && <Badge>{t(`roles.${role}`)}</Badge>}
          {state !== "ACTIVE" && <Badge tone="warning">{t(`states.${state}`)}</Badge>}
        </p>
        <p className="flex flex-wrap gap-x-3 text-ink-soft text-sm [overflow-wrap:anywhere]">
          <span>{email}</span>
          {videoAddress && <span>{videoAddress}</span>}
        </p>
        <p className="text-ink-faint text-sm">{belongsTo}</p>
      </div>
      <div className="grid basis-56 gap-1 text-sm">
        <p>
          <span className="text-ink-faint">{t("factor")} </span>
          {factors.length > 0 ? factors.join(", ") : t("noFactor")}
        </p>
        {reset && (
          <p className="text-warning">
            {t(reset.isOwn ? "reset.waitsOwn" : "reset.waits", {
              until: format.dateTime(reset.effectiveAt, "moment"),
            })}
          </p>
        )}
      </div>
      <div className="has-[[open]]:basis-full sm:not-has-[[open]]:text-right sm:min-w-44">
        {reset ? (
          <CancelReset personId={id} name={displayName} action={cancelResetAction} />
        ) : (
          factors.length > 0 && <ResetFactor personId={id} name={displayName} action={requestResetAction} />
        )}
      </div>
    </li>
  );
}
