"use client";

import { useEffect, useReducer } from "react";
import type { Changes, Snapshot, SourceState } from "@/lib/live/types";
import { Second } from "@/lib/time";
import { initialRoster, type Roster, type RosterEvent, rosterReducer } from "./roster-state";

/** The stream is heard from every 15 seconds; after this long in silence it counts as cut, in milliseconds. */
const SILENCE_MS = 40 * Second.ms;

/** A browser does not try again by itself after an answer that is no stream. */
const RETRY_MS = 2 * Second.ms;

/** A room's roster, kept current by its event stream for as long as the page is open. */
export function useRoster(alias: string, snapshot: Snapshot): Roster {
  const [roster, dispatch] = useReducer(rosterReducer, snapshot, initialRoster);
  useEffect(() => follow(`/api/rooms/${encodeURIComponent(alias)}/live`, dispatch), [alias]);
  return roster;
}

/** Follows a stream until the returned function is called. */
function follow(address: string, dispatch: (event: RosterEvent) => void): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let heardAt = new Date();
  let isOver = false;

  const heard = () => {
    heardAt = new Date();
    dispatch({ type: "link_restored" });
  };
  const lost = () => dispatch({ type: "link_lost", at: heardAt.toISOString() });
  const on = <T>(name: string, take: (data: T) => RosterEvent) =>
    source?.addEventListener(name, (event) => {
      dispatch(take(JSON.parse((event as MessageEvent<string>).data)));
      heard();
    });

  const open = () => {
    if (isOver) return;
    source = new EventSource(address);
    on<Snapshot>("snapshot", (data) => ({ type: "snapshot", snapshot: data }));
    on<Changes>("changes", (data) => ({ type: "changes", changes: data }));
    on<SourceState>("source", (data) => ({ type: "source", source: data }));
    source.addEventListener("beat", heard);
    source.onerror = () => {
      lost();
      // Closed: the answer was no stream. Otherwise the browser tries again by itself, and resumes.
      if (source?.readyState === EventSource.CLOSED) void askWhy();
    };
  };

  /** The event stream hides the answer's status: a plain request shows it. */
  const askWhy = async () => {
    const asking = new AbortController();
    const status = await fetch(address, { signal: asking.signal, cache: "no-store" }).then(
      (response) => response.status,
      () => 0,
    );
    asking.abort();
    if (isOver) return;
    if (status === 401) dispatch({ type: "over", why: "signed_out" });
    else if (status === 404) dispatch({ type: "over", why: "gone" });
    else retry = setTimeout(open, RETRY_MS);
  };

  const watch = setInterval(() => {
    if (source?.readyState !== EventSource.OPEN || Date.now() - heardAt.getTime() < SILENCE_MS) return;
    // Cut without a word, as when a laptop wakes up in another network.
    lost();
    source.close();
    open();
  }, 5 * Second.ms);

  open();
  return () => {
    isOver = true;
    clearInterval(watch);
    clearTimeout(retry);
    source?.close();
  };
}
