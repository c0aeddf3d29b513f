"use client";

import { useCallback, useEffect, useState } from "react";
import type { LivePerson } from "@/lib/live/people";
import type { LegFailures, LiveCommand, LiveConference, PartlyDone } from "@/lib/live/types";
import { Second } from "@/lib/time";
import {
  failureOf,
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

/** What became of a command: `code`, a key of `live.failures`, when it was not carried out; `failed` when not on all. */
type Answer = { code: string } | { code: null; failed: LegFailures };

async function post(alias: string, command: LiveCommand): Promise<Answer> {
  try {
    const response = await fetch(`/api/rooms/${encodeURIComponent(alias)}/live/commands`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(command),
      signal: AbortSignal.timeout(GIVE_UP_MS),
    });
    if (response.status === 204) return { code: null, failed: {} };
    if (response.ok) return { code: null, failed: ((await response.json()) as PartlyDone).failed };
    const { code } = (await response.json().catch(() => ({}))) as { code?: unknown };
    return { code: typeof code === "string" ? code : "unknown" };
  } catch {
    return { code: "network" };
  }
}

type People = ReadonlyMap<string, LivePerson>;

/** A host's commands, and where each stands until the roster shows what it was for. */
export function useCommands(alias: string, people: People, conference: LiveConference | null) {
  const [persons, setPersons] = useState<ReadonlyMap<string, PersonStatus>>(new Map());
  const [room, setRoom] = useState<RoomStatus | null>(null);

  const commandPeople = useCallback(
    async (command: PersonCommand, whom: readonly LivePerson[]) => {
      const mark = (statusOf: (person: LivePerson) => Pick<PersonStatus, "phase" | "code">) =>
        setPersons((before) => {
          const at = Date.now();
          return new Map([
            ...before,
            ...whom.map((person) => [person.key, { command, at, ...statusOf(person) }] as const),
          ]);
        });
      mark(() => ({ phase: "sent" }));
      const answer = await post(alias, { command, legIds: whom.flatMap((person) => person.legIds) });
      mark((person) => {
        const code = answer.code === null ? failureOf(person, answer.failed) : answer.code;
        return code === null ? { phase: "accepted" } : { phase: "failed", code };
      });
    },
    [alias],
  );

  const commandRoom = useCallback(
    async (command: RoomCommand) => {
      setRoom({ command, phase: "sent", at: Date.now() });
      const { code } = await post(alias, { command });
      setRoom({ command, phase: code ? "failed" : "accepted", code: code ?? undefined, at: Date.now() });
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
