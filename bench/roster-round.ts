import { setTimeout as sleep } from "node:timers/promises";
import { Chance } from "../lib/demo-bridge/random";
import { Second } from "../lib/time";
import type { Frame } from "./event-stream";
import { type Latency, latencyOf } from "./figures";
import type { Change } from "./roster-meeting";
import type { RosterSide } from "./roster-side";

/** What arrives later than this after the last event is missed, in milliseconds. */
const PATIENCE_MS = 2 * Second.ms;

/** Frames that were due (each event on each roster of its room), and that came. */
export type Round = { latency: Latency; frames: { expected: number; received: number } };

type Sent = Change & { atMs: number };

/**
 * Sends events at an even rate, each at its time whether the one before has been answered or not, about rooms by chance
 * (the same rooms for the same seed), and takes the time from just before each is sent to its arrival on every roster.
 */
export async function playRound(
  side: RosterSide,
  load: { eventsPerSecond: number; seconds: number; seed: number },
): Promise<Round> {
  const chance = new Chance(load.seed);
  const sent: Sent[] = [];
  const answers: Promise<void>[] = [];
  side.takeFrames();
  const startMs = performance.now();
  for (let n = 0; n < load.eventsPerSecond * load.seconds; n++) {
    const change = chance.pick(side.meetings).change();
    await sleep(startMs + (n * Second.ms) / load.eventsPerSecond - performance.now());
    sent.push({ ...change, atMs: performance.now() });
    answers.push(side.sink.post(change.body));
  }
  await Promise.all(answers);
  await sleep(PATIENCE_MS);
  return match(sent, side.takeFrames());
}

function match(sent: Sent[], frames: Map<string, Frame[][]>): Round {
  const changesIn = changeReader();
  const arrivals = new Map(
    [...frames].map(([roomId, streams]) => [roomId, streams.map((stream) => arrivalsOf(stream, changesIn))]),
  );
  const latencies: number[] = [];
  let expected = 0;
  for (const { roomId, legId, isMuted, atMs } of sent) {
    for (const stream of arrivals.get(roomId) ?? []) {
      expected += 1;
      const arrivedMs = stream.get(`${legId} ${isMuted}`)?.find((at) => at >= atMs);
      if (arrivedMs !== undefined) latencies.push(arrivedMs - atMs);
    }
  }
  return { latency: latencyOf(latencies), frames: { expected, received: latencies.length } };
}

/** When a stream told each change. */
function arrivalsOf(frames: Frame[], changesIn: (text: string) => string[]): Map<string, number[]> {
  const arrivals = new Map<string, number[]>();
  for (const { text, atMs } of frames)
    for (const key of changesIn(text)) arrivals.set(key, [...(arrivals.get(key) ?? []), atMs]);
  return arrivals;
}

/** Reads the changes that a frame tells. The rosters of a room get the same text: it is read once. */
function changeReader(): (text: string) => string[] {
  const known = new Map<string, string[]>();
  return (text) => {
    const found = known.get(text) ?? readChanges(text);
    known.set(text, found);
    return found;
  };
}

function readChanges(text: string): string[] {
  if (!text.includes("event: changes\n")) return [];
  const data = text.slice(text.indexOf("data: ") + "data: ".length);
  const { legs } = JSON.parse(data) as { legs: { id: string; muted: boolean }[] };
  return legs.map(({ id, muted }) => `${id} ${muted}`);
}
