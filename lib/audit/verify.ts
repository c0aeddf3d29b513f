import { createHash } from "node:crypto";
import type pg from "pg";
import { pool } from "../db";

/** Where the chain does not hold: a row that was changed, or a place where rows were taken out or put in. */
export type Break = { id: string; what: "changed" | "unchained" | "missing_before" };

/** What {@link verifyAudit} found. `head` is what to keep elsewhere: a chain cut off at its end still holds together. */
export type Verified = {
  count: number;
  /** The oldest event that is kept; older ones were forgotten when their time was over. */
  first: string | null;
  head: { id: string; hash: string } | null;
  /** At most {@link BREAKS_MAX}. */
  breaks: Break[];
  /** Whether a head that was kept elsewhere is part of the chain; null when none was given. */
  knowsAnchor: boolean | null;
};

/** Rows read at a time. */
const BATCH = 5000;
const BREAKS_MAX = 20;

type Row = { id: string; text: string; previousHash: Buffer; hash: Buffer };

/**
 * Reads the audit log from end to end and proves its chain, with a hash of its own rather than the database's.
 * @param anchor a head that was noted earlier
 */
export async function verifyAudit(
  options: { anchor?: { id: string; hash: string }; client?: Pick<pg.PoolClient, "query"> } = {},
): Promise<Verified> {
  const { anchor, client = pool() } = options;
  const found: Verified = {
    count: 0,
    first: null,
    head: null,
    breaks: [],
    knowsAnchor: anchor ? false : null,
  };
  let last = null as Row | null;
  for (;;) {
    const { rows }: { rows: Row[] } = await client.query<Row>(
      `SELECT "id"::text, "previousHash", "hash",
              jsonb_build_array("id", (extract(epoch FROM "at") * 1000)::bigint, "action", "actorId", "subjectId",
                                "organizationId", "partnerId", "remoteAddress", "facts")::text AS text
       FROM "AuditEvent" e WHERE e."id" > $1 ORDER BY e."id" LIMIT $2`,
      [last?.id ?? "0", BATCH],
    );
    for (const row of rows) {
      found.first ??= row.id;
      found.breaks.push(...breaksAt(row, last));
      if (anchor?.id === row.id) found.knowsAnchor = anchor.hash === row.hash.toString("hex");
      last = row;
    }
    found.count += rows.length;
    if (rows.length < BATCH || found.breaks.length > BREAKS_MAX) break;
  }
  found.head = last && { id: last.id, hash: last.hash.toString("hex") };
  found.breaks = found.breaks.slice(0, BREAKS_MAX);
  return found;
}

function* breaksAt(row: Row, before: Row | null): Iterable<Break> {
  const expected = createHash("sha256").update(row.previousHash).update(row.text, "utf8").digest();
  if (!expected.equals(row.hash)) yield { id: row.id, what: "changed" };
  if (!before) return;
  if (BigInt(row.id) !== BigInt(before.id) + 1n) yield { id: row.id, what: "missing_before" };
  else if (!row.previousHash.equals(before.hash)) yield { id: row.id, what: "unchained" };
}

/** The newest event's number and hash, to be noted where whoever can write to the database cannot. */
export async function auditHead(): Promise<{ id: string; hash: string } | null> {
  const { rows } = await pool().query<{ id: string; hash: Buffer }>(
    `SELECT "id"::text, "hash" FROM "AuditEvent" e ORDER BY e."id" DESC LIMIT 1`,
  );
  return rows[0] ? { id: rows[0].id, hash: rows[0].hash.toString("hex") } : null;
}
