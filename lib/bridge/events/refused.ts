import { createHash } from "node:crypto";
import { pool } from "../../db";
import { log } from "../../log";
import type { Message } from "./envelope";

/**
 * Notes events that cannot be understood. The bridge sends a refused message again and again, and everything behind it
 * waits (reference: Pexip event sink, delivery in order): so an event is refused and logged once, and let pass when it
 * comes back.
 * @returns those that are refused for the first time
 */
export async function refuse(malformed: Message["malformed"]): Promise<Message["malformed"]> {
  if (malformed.length === 0) return [];
  const digests = malformed.map(({ raw }) =>
    createHash("sha256")
      .update(JSON.stringify(raw) ?? "")
      .digest("base64url"),
  );
  const { rows } = await pool().query<{ digest: string }>(
    `INSERT INTO "RefusedEvent" ("digest", "reason") SELECT DISTINCT ON (digest) digest, reason
     FROM unnest($1::text[], $2::text[]) AS t(digest, reason)
     ON CONFLICT ("digest") DO NOTHING RETURNING "digest"`,
    [digests, malformed.map(({ reason }) => reason.slice(0, 500))],
  );
  const fresh = new Set(rows.map((row) => row.digest));
  const refused = malformed.filter((_, index) => fresh.has(digests[index] ?? ""));
  for (const { reason } of refused) log.warn({ reason }, "bridge.event_refused");
  return refused;
}

/** Forgets refusals older than a week. Run by the worker. */
export async function purgeRefused(): Promise<number> {
  const { rowCount } = await pool().query(
    `DELETE FROM "RefusedEvent" WHERE "receivedAt" < now() - interval '7 days'`,
  );
  return rowCount ?? 0;
}
