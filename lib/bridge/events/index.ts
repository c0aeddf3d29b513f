import { log } from "../../log";
import { parseMessage } from "./envelope";
import { type Ingested, ingest } from "./ingest";
import { refuse } from "./refused";

export { purgeRefused } from "./refused";
export { LIVE_CHANGED, lockRooms, saveRooms } from "./store";

export type Received = Ingested & { events: number; refused: string[] };

/**
 * Takes one message of a bridge node: a single event or a bulk. What can be understood is committed before this
 * returns; `refused` has the reasons for what cannot, once each.
 */
export async function receiveMessage(body: unknown): Promise<Received> {
  const { events, malformed } = parseMessage(body);
  const done = events.length > 0 ? await ingest(events) : { changed: 0, foreign: 0 };
  const refused = await refuse(malformed);
  if (done.foreign > 0) log.debug({ count: done.foreign }, "bridge.foreign_events");
  return { ...done, events: events.length, refused: refused.map(({ reason }) => reason) };
}
