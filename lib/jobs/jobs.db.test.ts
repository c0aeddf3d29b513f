import { expect, it, vi } from "vitest";
import { createSession } from "../auth";
import { pool } from "../db";
import { buildUser } from "../testing/factories";
import { startWorker } from "./index";

it("runs the jobs that the database asks for, and its own on time", async () => {
  const user = await buildUser();
  await createSession(user.id, {
    method: "password",
    persistent: false,
    remoteAddress: null,
    userAgent: null,
  });
  await pool().query(`UPDATE "Session" SET "idleExpiresAt" = now() - interval '1 minute'`);
  const worker = await startWorker();
  try {
    await pool().query(`SELECT graphile_worker.add_job('cleanup:expired')`);
    await vi.waitFor(async () => expect((await pool().query(`SELECT 1 FROM "Session"`)).rowCount).toBe(0), {
      timeout: 8000,
    });
    const { rows } = await pool().query<{ identifier: string }>(
      `SELECT identifier FROM graphile_worker._private_known_crontabs`,
    );
    const identifiers = rows.map((row) => row.identifier).sort();
    expect(identifiers).toEqual([
      "audit:anchor",
      "bridge:reconcile",
      "cleanup:expired",
      "factor:reset",
      "sso:upkeep",
    ]);
    // The bridge of the tests is away: the worker says so and goes on.
    await vi.waitFor(async () =>
      expect((await pool().query(`SELECT "isReachable" FROM "BridgeHealth"`)).rows).toEqual([
        { isReachable: false },
      ]),
    );
  } finally {
    await worker.stop();
  }
});
