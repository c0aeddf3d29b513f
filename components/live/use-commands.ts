"use client";

import { useCallback, useEffect, useState } from "react";
import type { LivePerson } from "@/lib/live/people";
import type { LiveCommand, LiveConference } from "@/lib/live/types";
import { Second } from "@/lib/time";
import {
  isPersonDone,
  isRoomDone,
  type PersonCommand,
  type PersonStatus,
  type RoomCommand,
  type RoomStatus,
  settled,
} from "./row-status";

/** A command that takes longer has failed as far as the person is concerned, in milliseconds. */
const GIVE_UP_MS = 10 * Second.ms;

/** Sends a command. @returns null when the bridge carried it out, else a key of `live.failures` */
async function post(alias: string, command: LiveCommand): Promise<string | null> {
  try {
    const response = await fetch(`/api/rooms/${encodeURIComponent(alias)}/live/commands`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(command),
      signal: AbortSignal.timeout(GIVE_UP_MS),
    });
    if (response.ok) return null;
    const { code } = (await response.json().catch(() => ({}))) as { code?: unknown };
    return typeof code === "string" ? code : "unknown";
  } catch {
    return "network";
  }
}

type People = ReadonlyMap<string, LivePerson>;

/** A host's commands, and where each stands until the roster shows what it was for. */
export function useCommands(alias: string, people: People, conference: LiveConference | null) {
  const [persons, setPersons] = useState<ReadonlyMap<string, PersonStatus>>(new Map());
  const [room, setRoom] = useState<RoomStatus | null>(null);

  const commandPeople = useCallback(
    async (command: PersonCommand, whom: readonly LivePerson[]) => {
      const mark = (phase: PersonStatus["phase"], code?: string) =>
        setPersons((before) => {
          const at = Date.now();
          return new Map([...before, ...whom.map(({ key }) => [key, { command, phase, code, at }] as const)]);
        });
      mark("sent");
      const failure = await post(alias, { command, legIds: whom.flatMap((person) => person.legIds) });
      mark(failure ? "failed" : "accepted", failure ?? undefined);
    },
    [alias],
  );

  const commandRoom = useCallback(
    async (command: RoomCommand) => {
      setRoom({ command, phase: "sent", at: Date.now() });
      const failure = await post(alias, { command });
      setRoom({
        command,
        phase: failure ? "failed" : "accepted",
        code: failure ?? undefined,
        at: Date.now(),
      });
    },
    [alias],
  );

  const dismissPerson = useCallback((key: string) => {
    setPersons((before) => new Map([...before].filter(([other]) => other !== key)));
  }, []);
  const dismissRoom = useCallback(() => setRoom(null), []);

  const isWaiting = persons.size > 0 || room !== null;
  useEffect(() => {
    if (!isWaiting) return;
    const look = () => {
      const now = Date.now();
      setPersons((before) => {
        const after = [...before].flatMap(([key, status]) => {
          const person = people.get(key);
          const kept = settled(status, isPersonDone(status.command, person), now);
          return kept ? [[key, kept] as const] : [];
        });
        const isSame =
          after.length === before.size && after.every(([key, status]) => before.get(key) === status);
        return isSame ? before : new Map(after);
      });
      setRoom((before) => before && settled(before, isRoomDone(before.command, conference), now));
    };
    look();
    const timer = setInterval(look, Second.ms);
    return () => clearInterval(timer);
  }, [isWaiting, people, conference]);

  return { persons, room, commandPeople, commandRoom, dismissPerson, dismissRoom };
}
