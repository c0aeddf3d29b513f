import { pool } from "../db";

/** What is left of a meeting is kept for so long after its end (privacy policy). */
const KEEP = "24 months";

/** Rows deleted at a time: a batch is over before anybody waits for it. */
const BATCH = 500;

/** Deletes conferences, with their participants, whose time is over by the database's clock. Run by the worker. */
export async function purgeConferences(): Promise<number> {
  let removed = 0;
  for (;;) {
    const { rowCount } = await pool().query(
      `DELETE FROM "Conference" WHERE "id" IN (
         SELECT "id" FROM "Conference" WHERE "endedAt" < now() - $1::interval LIMIT $2)`,
      [KEEP, BATCH],
    );
    removed += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH) return removed;
  }
}
