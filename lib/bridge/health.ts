import { pool } from "../db";
import { log } from "../log";
import { Second } from "../time";
import { bridge } from "./management";

/** Channel on which a change of the bridge's health is told. */
export const BRIDGE_HEALTH_CHANGED = "bridge_health_changed";

/** How often the worker asks whether the bridge is there, in milliseconds. */
export const CHECK_EVERY_MS = 5 * Second.ms;

/** Without a check for so long nobody knows how the bridge is: the worker is away. In milliseconds. */
const CHECK_OVERDUE_MS = 30 * Second.ms;

/** Whether live state can be relied on, and if not, since when and why. */
export type BridgeState = { ok: true } | { ok: false; why: "bridge" | "events" | "unchecked"; since: Date };

type Row = { isReachable: boolean; since: Date; checkedAt: Date; eventsLateSince: Date | null; now: Date };

/** What is known of the bridge, by the database's clock. */
export async function bridgeState(): Promise<BridgeState> {
  const { rows } = await pool().query<Row>(`SELECT *, now() AS now FROM "BridgeHealth"`);
  const [row] = rows;
  if (!row) return { ok: false, why: "unchecked", since: new Date() };
  if (row.now.getTime() - row.checkedAt.getTime() > CHECK_OVERDUE_MS)
    return { ok: false, why: "unchecked", since: row.checkedAt };
  if (!row.isReachable) return { ok: false, why: "bridge", since: row.since };
  return row.eventsLateSince ? { ok: false, why: "events", since: row.eventsLateSince } : { ok: true };
}

/**
 * Asks the bridge whether it is there and notes the answer. Of several workers one asks.
 * @returns true when it has just come back, and the live state is to be compared with its own
 */
export async function checkBridge(): Promise<{ cameBack: boolean }> {
  const claimed = await pool().query(
    `INSERT INTO "BridgeHealth" ("isReachable", "since", "checkedAt") VALUES (false, now(), now())
     ON CONFLICT ("id") DO UPDATE SET "checkedAt" = now()
     WHERE "BridgeHealth"."checkedAt" < now() - $1 * interval '1 millisecond' RETURNING "isReachable"`,
    [CHECK_EVERY_MS * 0.8],
  );
  if (claimed.rowCount === 0) return { cameBack: false };
  const isReachable = await bridge()
    .ping()
    .then(() => true)
    .catch(() => false);
  const changed = await pool().query(
    `UPDATE "BridgeHealth" SET "isReachable" = $1, "since" = now(), "checkedAt" = now()
     WHERE "isReachable" <> $1 RETURNING pg_notify($2, '')`,
    [isReachable, BRIDGE_HEALTH_CHANGED],
  );
  if (changed.rowCount) log.warn({ isReachable }, "bridge.reachability_changed");
  return { cameBack: isReachable && changed.rowCount === 1 };
}

/** Notes whether the last comparison found what no event had told. */
export async function eventsAreLate(late: boolean): Promise<void> {
  await pool().query(
    `UPDATE "BridgeHealth" SET "eventsLateSince" = CASE WHEN $1 THEN now() END
     WHERE ("eventsLateSince" IS NOT NULL) <> $1 RETURNING pg_notify($2, '')`,
    [late, BRIDGE_HEALTH_CHANGED],
  );
}
