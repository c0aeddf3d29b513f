import type pg from "pg";
import { transaction } from "../../db";
import type { BridgeEvent } from "./envelope";
import { saveSequences } from "./sequence";
import { tellRosters } from "./store";

/** Events that are committed, and the rooms that they speak of. */
type Committed = { events: BridgeEvent[]; roomIds: Iterable<string> };

let waiting: Committed[] = [];
let next: Promise<void> | null = null;
let underWay: Promise<void> = Promise.resolve();

/**
 * What follows the commit of events and comes before their acknowledgement: open rosters are told, and the node's numbers
 * counted. A count is one row for each node, locked while it is written, and PostgreSQL lets transactions that notify
 * commit one by one: so messages that arrive together take this turn together.
 * @throws the database's error, to everyone whose events were in that turn
 */
export function afterCommit(committed: Committed): Promise<void> {
  waiting.push(committed);
  next ??= underWay
    .catch(() => {})
    .then(() => {
      const turn = waiting;
      [waiting, next] = [[], null];
      underWay = transaction((client) => finish(client, turn));
      return underWay;
    });
  return next;
}

async function finish(client: pg.PoolClient, turn: Committed[]): Promise<void> {
  // Not worth a wait for the disk: a server that crashes within the next moments shows numbers as missing that came.
  await client.query("SET LOCAL synchronous_commit = off");
  await tellRosters(client, new Set(turn.flatMap(({ roomIds }) => [...roomIds])));
  const events = turn.flatMap((committed) => committed.events);
  await saveSequences(client, events);
  if (events.some((event) => event.about === "sink" && event.change === "started")) {
    // The bridge has begun anew: what happened meanwhile is in its status, not in events.
    await client.query(`SELECT graphile_worker.add_job('bridge:reconcile', job_key => 'bridge:reconcile')`);
  }
}
