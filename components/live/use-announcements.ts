"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { LivePerson } from "@/lib/live/people";
import { Second } from "@/lib/time";
import { type Traffic, trafficBetween } from "./announcements";

/** Comings and goings are gathered for so long before they are said, in milliseconds. */
const GATHER_MS = 2 * Second.ms;

type People = ReadonlyMap<string, LivePerson>;

/** What a screen reader is told of who came and went, in batches. */
export function useAnnouncements(people: People): string {
  const t = useTranslations("live.announce");
  const [text, setText] = useState("");
  const told = useRef(people);
  const latest = useRef(people);

  useEffect(() => {
    latest.current = people;
  }, [people]);
  useEffect(() => {
    // A fixed beat, not a pause after the last change: in a big meeting there is always a next change.
    const timer = setInterval(() => {
      if (latest.current === told.current) return;
      const words = wordsOf(trafficBetween(told.current, latest.current), t);
      told.current = latest.current;
      if (words) setText(words);
    }, GATHER_MS);
    return () => clearInterval(timer);
  }, [t]);
  return text;
}

function wordsOf(traffic: Traffic, t: ReturnType<typeof useTranslations<"live.announce">>): string {
  const say = (
    names: string[],
    one: "joinedOne" | "leftOne" | "lobbyOne",
    many: "joinedMany" | "leftMany" | "lobbyMany",
  ) =>
    names.length === 0
      ? []
      : [names.length === 1 ? t(one, { name: names[0] ?? "" }) : t(many, { count: names.length })];
  return [
    ...say(traffic.lobby, "lobbyOne", "lobbyMany"),
    ...say(traffic.joined, "joinedOne", "joinedMany"),
    ...say(traffic.left, "leftOne", "leftMany"),
  ].join(" ");
}
