import pg from "pg";
import { BareInsert } from "./baseline-events";
import { BridgeNode, bulk, newCaller } from "./bridge-events";
import { EventSink } from "./event-sink";
import { atLeast, median, rounded } from "./figures";
import { say } from "./machine";
import { makeRooms } from "./meetings";
import type { Result } from "./run";
import { type Bench, withBench } from "./stack";

const ROOMS = 50;
const EVENTS_PER_MESSAGE = 1000;
const MESSAGES_PER_ROUND = 20;
const ROUNDS = 7;

/** Ingestion of bulk messages through the portal's door, beside a bare INSERT of the rows that come of them. */
export const events = (): Promise<Result> => withBench(measure);

async function measure(bench: Bench): Promise<Result> {
  const roomIds = (await makeRooms(ROOMS)).map((room) => room.id);
  const client = new pg.Client(bench.stack.env.DATABASE_URL);
  await client.connect();
  const bare = await BareInsert.prepare(client);
  const sink = new EventSink(bench.portalPort, bench.stack.env);
  const node = new BridgeNode("10.20.0.11");
  const rows = EVENTS_PER_MESSAGE * MESSAGES_PER_ROUND;
  const rates: Record<"portal" | "baseline", number[]> = { portal: [], baseline: [] };

  for (let round = 0; round <= ROUNDS; round++) {
    say(round === 0 ? "Warming up …" : `Round ${round} of ${ROUNDS} …`);
    const messages = Array.from({ length: MESSAGES_PER_ROUND }, () => newMessage(node, roomIds));
    const portalS = await secondsFor(messages, ({ body }) => sink.post(body));
    const copies = [];
    for (const { ids } of messages) copies.push(await bare.rowsOf(ids));
    if (copies.some((columns) => columns[0]?.length !== EVENTS_PER_MESSAGE))
      throw new Error("Not every event has become a participant");
    const baselineS = await secondsFor(copies, (columns) => bare.insert(columns));
    if (round === 0) continue;
    rates.portal.push(rows / portalS);
    rates.baseline.push(rows / baselineS);
  }
  sink.close();
  await client.end();
  const [portal, baseline] = [median(rates.portal), median(rates.baseline)];
  return {
    verdicts: [atLeast("rows a second, over the baseline's", 0.5, portal / baseline)],
    setup: { rooms: ROOMS, eventsPerMessage: EVENTS_PER_MESSAGE, senders: 1, messagesUnderWay: 1 },
    rounds: { count: ROUNDS, rows, figure: "median of the rounds" },
    rowsPerSecond: { portal: rounded(portal), baseline: rounded(baseline) },
    rowsPerSecondOfRounds: { portal: rates.portal.map(rounded), baseline: rates.baseline.map(rounded) },
  };
}

/** A bulk of new participants, spread evenly over the rooms. */
function newMessage(node: BridgeNode, roomIds: string[]): { body: string; ids: string[] } {
  const callers = Array.from({ length: EVENTS_PER_MESSAGE }, (_, n) => newCaller(n));
  const roomOf = (index: number) => roomIds[index % roomIds.length] ?? "";
  return {
    body: bulk(callers.map((caller, index) => node.participant("connected", roomOf(index), caller))),
    ids: callers.map((caller) => caller.uuid),
  };
}

/** Works through a list, one after another. @returns seconds */
async function secondsFor<T>(list: T[], work: (one: T) => Promise<void>): Promise<number> {
  const startMs = performance.now();
  for (const one of list) await work(one);
  return (performance.now() - startMs) / 1000;
}
