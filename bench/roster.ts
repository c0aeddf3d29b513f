import { setTimeout as sleep } from "node:timers/promises";
import { pool } from "../lib/db";
import { Second } from "../lib/time";
import { atMost, below, medianLatency, rounded } from "./figures";
import { say } from "./machine";
import { type BenchRoom, bridgeIsThere, makeRooms, signInCoHost } from "./meetings";
import { playRound, type Round } from "./roster-round";
import { RosterSide, type Seat } from "./roster-side";
import type { Result } from "./run";
import { type Bench, withBench } from "./stack";

const ROOMS = 50;
const ROSTERS = 1000;
const CALLERS_PER_ROOM = 20;
const EVENTS_PER_SECOND = 50;
const ROUNDS = 3;
const ROUND_S = 20;
const WARM_UP_S = 5;

/** V8 clears up when it has had nothing to do for half a minute. In milliseconds. */
const SETTLE_MS = 45 * Second.ms;

const names = ["portal", "baseline"] as const;

/** Open rosters: how long an event takes to reach them, and what they weigh, beside a bare server of event streams. */
export const roster = (): Promise<Result> => withBench(measure);

async function measure(bench: Bench): Promise<Result> {
  await bridgeIsThere();
  const rooms = await makeRooms(ROOMS);
  const sides = await openSides(bench, rooms);
  say(`Signing ${ROSTERS} people in …`);
  const seats = await takeSeats(rooms);
  const memory = await openRosters(sides, seats);
  const rounds = await playRounds(sides);
  for (const side of Object.values(sides)) side.close();
  return resultOf(memory, rounds);
}

type Sides = { portal: RosterSide; baseline: RosterSide };
type Both<T> = Record<keyof Sides, T>;

/** Resident memory of a server in bytes: without rosters, when all have just been opened, and some time later. */
type Memory = { before: number; opened: number; settled: number };

async function openSides(bench: Bench, rooms: BenchRoom[]): Promise<Sides> {
  await pool().query(`CREATE TABLE "BaselineParticipant" (LIKE "Participant" INCLUDING ALL)`);
  const bare = await bench.startBaseline("bench/baseline-roster.ts");
  const { env } = bench.stack;
  const roomIds = rooms.map((room) => room.id);
  const portal = { port: bench.portalPort, pid: bench.portal.child.pid ?? 0, env };
  const baseline = { port: bare.port, pid: bare.service.child.pid ?? 0, env };
  const streamPath = ({ alias }: Seat) => `/api/rooms/${alias}/live`;
  const barePath = ({ roomId }: Seat) => `/${roomId}`;
  return {
    portal: new RosterSide({ ...portal, streamPath }, roomIds, CALLERS_PER_ROOM),
    baseline: new RosterSide({ ...baseline, streamPath: barePath }, roomIds, CALLERS_PER_ROOM),
  };
}

async function takeSeats(rooms: BenchRoom[]): Promise<Seat[]> {
  const seats: Seat[] = [];
  for (let n = 0; n < ROSTERS / rooms.length; n++)
    for (const room of rooms) {
      const cookie = await signInCoHost(room, `cohost-${n}-${room.alias}`);
      seats.push({ alias: room.alias, roomId: room.id, cookie });
    }
  return seats;
}

/**
 * Fills the meetings and opens all rosters of both. Memory is read without and with them, after a while of silence: only
 * then has V8 given back what opening them took for a moment.
 */
async function openRosters(sides: Sides, seats: Seat[]): Promise<Both<Memory>> {
  say("Rehearsing …");
  for (const name of names) {
    await sides[name].fill();
    await sides[name].rehearse(seats);
  }
  await sleep(SETTLE_MS);
  const before = weigh(sides);
  say(`Opening ${ROSTERS} rosters on each …`);
  for (const name of names) await sides[name].open(seats);
  const opened = weigh(sides);
  await sleep(SETTLE_MS);
  const settled = weigh(sides);
  const memoryOf = (name: keyof Sides) => ({
    before: before[name],
    opened: opened[name],
    settled: settled[name],
  });
  return { portal: memoryOf("portal"), baseline: memoryOf("baseline") };
}

const weigh = (sides: Sides): Both<number> => ({
  portal: sides.portal.residentBytes(),
  baseline: sides.baseline.residentBytes(),
});

/** The two take turns, so that both meet whatever else this machine does. */
async function playRounds(sides: Sides): Promise<Both<Round[]>> {
  const rounds: Both<Round[]> = { portal: [], baseline: [] };
  for (let n = 0; n <= ROUNDS; n++) {
    const isWarmUp = n === 0;
    for (const name of names) {
      say(isWarmUp ? `Warming up (${name}) …` : `Round ${n} of ${ROUNDS} (${name}) …`);
      const load = { eventsPerSecond: EVENTS_PER_SECOND, seconds: isWarmUp ? WARM_UP_S : ROUND_S, seed: n };
      const round = await playRound(sides[name], load);
      if (!isWarmUp) rounds[name].push(round);
    }
  }
  return rounds;
}

function resultOf(memory: Both<Memory>, rounds: Both<Round[]>): Result {
  const perRoster = (m: Memory, when: "opened" | "settled" = "settled") =>
    (m[when] - m.before) / 1024 / ROSTERS;
  const latency = (name: keyof Sides) => medianLatency(rounds[name].map((round) => round.latency));
  const [portal, baseline] = [latency("portal"), latency("baseline")];
  const frames = (name: keyof Sides) => {
    const expected = rounds[name].reduce((all, round) => all + round.frames.expected, 0);
    const received = rounds[name].reduce((all, round) => all + round.frames.received, 0);
    return { expected, received, missed: expected - received };
  };
  const weight = (m: Memory) => ({
    kilobytesPerRoster: rounded(perRoster(m)),
    kilobytesPerRosterJustOpened: rounded(perRoster(m, "opened")),
    residentMbBefore: rounded(m.before / 2 ** 20),
    residentMbSettled: rounded(m.settled / 2 ** 20),
  });
  return {
    verdicts: [
      atMost("p99 over the baseline's p99", 2, portal.p99Ms / baseline.p99Ms),
      below("p99 from POST to receipt, ms", 250, portal.p99Ms),
      below("resident memory of an open roster, settled, kB", 60, perRoster(memory.portal)),
      atMost("frames missed", 0, frames("portal").missed),
    ],
    setup: {
      rooms: ROOMS,
      rosters: ROSTERS,
      callersPerRoom: CALLERS_PER_ROOM,
      eventsPerSecond: EVENTS_PER_SECOND,
    },
    rounds: { count: ROUNDS, seconds: ROUND_S, figure: "median of the rounds" },
    latency: { portal, baseline },
    latencyOfRounds: {
      portal: rounds.portal.map((round) => round.latency),
      baseline: rounds.baseline.map((round) => round.latency),
    },
    frames: { portal: frames("portal"), baseline: frames("baseline") },
    memory: { portal: weight(memory.portal), baseline: weight(memory.baseline) },
  };
}
