"use client";

import { UserRoundX, Users } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import type { LivePerson } from "@/lib/live/people";
import type { Snapshot } from "@/lib/live/types";
import { Legend } from "./legend";
import { LiveControls } from "./live-controls";
import { LiveHeader } from "./live-header";
import { PersonGroup } from "./person-group";
import { stalenessOf } from "./roster-state";
import { RosterToolbar } from "./roster-toolbar";
import { countsOf, type FilterName, type ViewChoice, viewOf } from "./roster-view";
import type { PersonCommand, RoomCommand } from "./row-status";
import { OverNotice, StaleBanner } from "./stale-banner";
import { useAnnouncements } from "./use-announcements";
import { useCommands } from "./use-commands";
import { useConfirmation } from "./use-confirmation";
import { useFocusKeeper } from "./use-focus-keeper";
import { usePeople } from "./use-people";
import { useRoster } from "./use-roster";
import { useSearchShortcut } from "./use-search-shortcut";

type Props = {
  room: { alias: string; name: string };
  snapshot: Snapshot;
  canControl: boolean;
  hasShortcut: boolean;
};

const everything: ViewChoice = { query: "", filters: new Set(), sort: "name" };

/** The live meeting: the server drew it first, the room's event stream keeps it current. */
export function LiveRoster({ room, snapshot, canControl, hasShortcut }: Props) {
  const t = useTranslations("live");
  const roster = useRoster(room.alias, snapshot);
  const { conference } = roster;
  const people = usePeople(roster.legs);
  const all = useMemo(() => [...people.values()], [people]);
  const counts = useMemo(() => countsOf(all), [all]);
  const [choice, setChoice] = useState(everything);
  const groups = useMemo(() => viewOf(all, choice), [all, choice]);
  const announcement = useAnnouncements(people);
  const staleness = stalenessOf(roster);
  const isOff = staleness !== null || roster.over !== null;

  const commands = useCommands(room.alias, people, conference);
  const confirmation = useConfirmation(room);
  const { commandPeople, commandRoom } = commands;
  const { askEject, askEnd, askUnlock } = confirmation;
  const searchField = useRef<HTMLInputElement>(null);
  const { list, heading, restore } = useFocusKeeper(people);
  useSearchShortcut(searchField, hasShortcut);
  useTabTitle(room.name, counts.lobby);

  const isLocked = conference?.locked ?? false;
  const actOnPerson = useCallback(
    (command: PersonCommand, person: LivePerson) => {
      const act = () => void commandPeople(command, [person]);
      if (command === "eject") askEject(person, isLocked, act);
      else act();
    },
    [commandPeople, askEject, isLocked],
  );
  const admitAll = useCallback(
    (whom: readonly LivePerson[]) => void commandPeople("admit", whom),
    [commandPeople],
  );
  const actOnRoom = (command: RoomCommand) => {
    const act = () => void commandRoom(command);
    if (command === "end") askEnd(counts.inside + counts.lobby, act);
    else if (command === "unlock" && counts.lobby > 0) askUnlock(counts.lobby, act);
    else act();
  };
  const toggleUnencrypted = () => {
    const filters = new Set<FilterName>(choice.filters.has("unencrypted") ? [] : ["unencrypted"]);
    setChoice({ ...choice, filters });
  };

  const shown = groups.reduce((sum, group) => sum + group.people.length, 0);
  const isNarrowed = choice.query.trim() !== "" || choice.filters.size > 0;

  return (
    <div className="grid gap-5">
      {roster.over ? (
        <OverNotice over={roster.over} />
      ) : (
        <StaleBanner staleness={staleness} isControlled={canControl} />
      )}
      {conference && (
        <Card className="grid gap-5 p-5 sm:p-6">
          <LiveHeader
            conference={conference}
            counts={counts}
            isShowingUnencrypted={choice.filters.has("unencrypted")}
            onShowUnencrypted={toggleUnencrypted}
          />
          {canControl ? (
            <LiveControls
              conference={conference}
              status={commands.room}
              isOff={isOff}
              onCommand={actOnRoom}
              onDismiss={commands.dismissRoom}
            />
          ) : (
            <p className="text-ink-soft text-sm">{t("controls.watchOnly")}</p>
          )}
        </Card>
      )}
      {conference && all.length > 0 ? (
        <section ref={list} aria-labelledby="roster-heading" className="grid gap-4">
          <h2 id="roster-heading" ref={heading} tabIndex={-1} className="sr-only">
            {t("roster")}
          </h2>
          <RosterToolbar
            choice={choice}
            counts={counts}
            onChange={setChoice}
            searchField={searchField}
            hasShortcut={hasShortcut}
          />
          {isNarrowed && (
            <p role="status" className="text-ink-faint text-sm">
              {t("toolbar.shown", { shown, total: all.length })}
            </p>
          )}
          {groups.map((group) => (
            <PersonGroup
              key={group.name}
              group={group}
              isStarted={conference.started}
              statuses={commands.persons}
              onAct={canControl ? actOnPerson : null}
              onAdmitAll={admitAll}
              onDismiss={commands.dismissPerson}
              isOff={isOff}
            />
          ))}
          {shown === 0 && (
            <Card>
              <EmptyState
                icon={<UserRoundX />}
                title={t("noMatch.title")}
                action={
                  <Button onClick={() => setChoice({ ...everything, sort: choice.sort })}>
                    {t("noMatch.clear")}
                  </Button>
                }
              >
                {t("noMatch.body", { filters: wordsOf(choice, t) })}
              </EmptyState>
            </Card>
          )}
          <Legend />
        </section>
      ) : (
        <Card>
          <EmptyState icon={<Users />} title={t("empty.title")}>
            {t("empty.body")}
          </EmptyState>
        </Card>
      )}
      <p role="status" className="sr-only">
        {announcement}
      </p>
      <ConfirmDialog asked={confirmation.asked} onClose={confirmation.close} onReturnFocus={restore} />
    </div>
  );
}

function wordsOf(choice: ViewChoice, t: ReturnType<typeof useTranslations<"live">>): string {
  const query = choice.query.trim();
  const words = [...choice.filters].map((name) => t(`toolbar.${name}`));
  return [...(query ? [t("noMatch.search", { query })] : []), ...words].join(", ");
}

/** Somebody who waits in the lobby is seen from another tab, too. */
function useTabTitle(room: string, waiting: number): void {
  const t = useTranslations("live");
  useEffect(() => {
    const title = waiting > 0 ? t("tabTitleLobby", { count: waiting, room }) : t("tabTitle", { room });
    document.title = `${title} · MyPages`;
  }, [t, room, waiting]);
}
