"use client";

import { UserRoundX, Users } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Disclosure } from "@/components/ui/disclosure";
import { EmptyState } from "@/components/ui/empty-state";
import type { LivePerson } from "@/lib/live/people";
import type { KnownPeople, Snapshot } from "@/lib/live/types";
import { DialForm } from "./dial-form";
import { DialNotes } from "./dial-notes";
import type { DialState } from "./dials";
import { Legend } from "./legend";
import { LiveControls } from "./live-controls";
import { LiveHeader } from "./live-header";
import { PersonGroup } from "./person-group";
import { stalenessOf } from "./roster-state";
import { RosterToolbar } from "./roster-toolbar";
import { countsOf, isInside, type ViewChoice, viewOf } from "./roster-view";
import type { PersonCommand, RoomCommand } from "./row-status";
import { type SafetyName, safetyOf } from "./safety";
import { SafetyPanel } from "./safety-panel";
import { SelectionBar } from "./selection-bar";
import { OverNotice, StaleBanner } from "./stale-banner";
import { useAnnouncements } from "./use-announcements";
import { useCommands } from "./use-commands";
import { useConfirmation } from "./use-confirmation";
import { useDials } from "./use-dials";
import { useFocusKeeper } from "./use-focus-keeper";
import { usePeople } from "./use-people";
import { useRoster } from "./use-roster";
import { useSearchShortcut } from "./use-search-shortcut";
import { useSelection } from "./use-selection";

type Props = {
  room: { alias: string; name: string };
  snapshot: Snapshot;
  known: KnownPeople;
  canControl: boolean;
  dial: (previous: DialState, form: FormData) => Promise<DialState>;
  hasShortcut: boolean;
};

const everything: ViewChoice = { query: "", filters: new Set(), sort: "name" };

/** The live meeting: the server drew it first, the room's event stream keeps it current. */
export function LiveRoster({ room, snapshot, known, canControl, dial, hasShortcut }: Props) {
  const t = useTranslations("live");
  const roster = useRoster(room.alias, snapshot);
  const { conference } = roster;
  const calls = useDials(roster);
  const people = usePeople(roster.legs);
  const all = useMemo(() => [...people.values()], [people]);
  const counts = useMemo(() => countsOf(all), [all]);
  const concerns = useMemo(() => safetyOf(all), [all]);
  const selection = useSelection(people, concerns);
  const [choice, setChoice] = useState(everything);
  const groups = useMemo(() => viewOf(all, choice), [all, choice]);
  const announcement = useAnnouncements(people);
  const staleness = stalenessOf(roster);
  const isOff = staleness !== null || roster.over !== null;

  const commands = useCommands(room.alias, people, conference);
  const confirmation = useConfirmation(room, known);
  const { commandPeople, commandRoom } = commands;
  const { askEject, askEnd, askGroup, askRole, askUnlock } = confirmation;
  const searchField = useRef<HTMLInputElement>(null);
  const { list, heading, restore } = useFocusKeeper(people);
  useSearchShortcut(searchField, hasShortcut);
  useTabTitle(room.name, counts.lobby);

  const isLocked = conference?.locked ?? false;
  const hosts = useMemo(() => all.filter((person) => isInside(person) && person.role === "host"), [all]);
  const actOnGroup = useCallback(
    (command: "eject" | "to_lobby", whom: readonly LivePerson[]) => {
      const keys = new Set(whom.map(({ key }) => key));
      const keepsHost = hosts.length === 0 || hosts.some(({ key }) => !keys.has(key));
      askGroup(command, whom, { isLocked, keepsHost }, () => void commandPeople(command, whom));
    },
    [commandPeople, askGroup, hosts, isLocked],
  );
  const actOnPerson = useCallback(
    (command: PersonCommand, person: LivePerson) => {
      const act = () => void commandPeople(command, [person]);
      const isOnlyHost = hosts.length === 1 && hosts[0]?.key === person.key;
      if (command === "eject") askEject(person, isLocked, act);
      else if (command === "to_lobby") actOnGroup(command, [person]);
      else if (command === "make_host" || (command === "make_guest" && isOnlyHost))
        askRole(command, person, act);
      else act();
    },
    [commandPeople, askEject, askRole, actOnGroup, hosts, isLocked],
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
  const chooseConcern = (name: SafetyName) => {
    if (selection.concern === name) return selection.clear();
    selection.choose(name);
    // Nobody is selected out of sight.
    setChoice({ ...everything, sort: choice.sort });
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
          <LiveHeader conference={conference} counts={counts} />
          {counts.inside > 0 && (
            <SafetyPanel
              concerns={concerns}
              inside={counts.inside}
              chosen={selection.concern}
              onChoose={canControl ? chooseConcern : null}
            />
          )}
          {canControl ? (
            <>
              <LiveControls
                conference={conference}
                status={commands.room}
                isOff={isOff}
                onCommand={actOnRoom}
                onDismiss={commands.dismissRoom}
              />
              <DialNotes dials={calls.dials} onDismiss={calls.dismiss} />
              <Disclosure title={t("dial.title")}>
                <DialForm alias={room.alias} isOff={isOff} dial={dial} onDialled={calls.add} />
              </Disclosure>
            </>
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
          {selection.selected.length > 0 && (
            <SelectionBar
              selected={selection.selected}
              inside={counts.inside}
              isOff={isOff}
              onAct={actOnGroup}
              onClear={selection.clear}
            />
          )}
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
              selected={selection.keys}
              onSelect={canControl ? selection.toggle : null}
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
