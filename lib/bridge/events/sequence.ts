import type pg from "pg";
import type { BridgeEvent } from "./envelope";

/**
 * How far a node's numbering has come (reference: Pexip event sink, `seq`: counts from 1 per node and sink, and starts
 * again with the sink). `missing` holds the numbers that have not come, as ranges with both ends included.
 */
export type Sequence = { startedAt: number; last: number; missing: [number, number][] };

/** Notes one event. Late ones fill their gap, repeated ones change nothing, those of before a restart do not count. */
export function note(
  known: Sequence | null,
  event: { seq: number; time: number; isStart: boolean },
): Sequence {
  // Where we came in is no gap.
  if (!known) return { startedAt: event.isStart ? event.time : 0, last: event.seq, missing: [] };
  if (event.isStart && event.time > known.startedAt)
    return { startedAt: event.time, last: event.seq, missing: [] };
  if (event.time < known.startedAt) return known;
  const { last, missing } = known;
  if (event.seq === last + 1) return { ...known, last: event.seq };
  if (event.seq > last)
    return { ...known, last: event.seq, missing: [...missing, [last + 1, event.seq - 1]] };
  return { ...known, missing: missing.flatMap((range) => without(range, event.seq)) };
}

function without([from, to]: [number, number], seq: number): [number, number][] {
  if (seq < from || seq > to) return [[from, to]];
  const rest: [number, number][] = [
    [from, seq - 1],
    [seq + 1, to],
  ];
  return rest.filter(([a, b]) => a <= b);
}

type NodeRow = { node: string; startedAt: number; lastSeq: string; missing: [number, number][] };

/** Writes down the sequence numbers of events that are committed. */
export async function saveSequences(client: pg.PoolClient, events: BridgeEvent[]): Promise<void> {
  const nodes = [...new Set(events.map((event) => event.node))].sort();
  const { rows } = await client.query<NodeRow>({
    name: "ingest.nodes",
    text: `SELECT "node", "startedAt", "lastSeq", "missing" FROM "BridgeNode" WHERE "node" = ANY($1) ORDER BY "node" FOR UPDATE`,
    values: [nodes],
  });
  const sequences = new Map<string, Sequence>(
    rows.map((row) => [
      row.node,
      { startedAt: row.startedAt, last: Number(row.lastSeq), missing: row.missing },
    ]),
  );
  for (const event of events) {
    const isStart = event.about === "sink" && event.change === "started";
    sequences.set(
      event.node,
      note(sequences.get(event.node) ?? null, { seq: event.seq, time: event.time, isStart }),
    );
  }
  const all = [...sequences];
  await client.query({
    name: "ingest.save_nodes",
    text: `INSERT INTO "BridgeNode" ("node", "startedAt", "lastSeq", "missing", "receivedAt")
           SELECT *, now() FROM unnest($1::text[], $2::float8[], $3::bigint[], $4::jsonb[])
           ON CONFLICT ("node") DO UPDATE SET "startedAt" = EXCLUDED."startedAt", "lastSeq" = EXCLUDED."lastSeq",
             "missing" = EXCLUDED."missing", "receivedAt" = EXCLUDED."receivedAt"`,
    values: [
      all.map(([node]) => node),
      all.map(([, sequence]) => sequence.startedAt),
      all.map(([, sequence]) => sequence.last),
      all.map(([, sequence]) => JSON.stringify(sequence.missing)),
    ],
  });
}
