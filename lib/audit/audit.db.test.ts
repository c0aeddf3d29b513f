import { randomUUID } from "node:crypto";
import type pg from "pg";
import { describe, expect, it } from "vitest";
import { pool } from "../db";
import { recordAudit } from "./index";
import { ownSignIns } from "./list";
import { auditHead, verifyAudit } from "./verify";

const write = (subjectId: string, count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, n) =>
      recordAudit({
        action: "sign_in.refused",
        subjectId,
        remoteAddress: "198.51.100.1",
        facts: { n, "naïve “key”": null },
      }),
    ),
  );

/** What the check finds after somebody with all rights on the database did something to the table. */
async function afterTampering(tamper: (client: pg.PoolClient, newest: bigint) => Promise<unknown>) {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL session_replication_role = replica"); // triggers off
    const { rows } = await client.query(`SELECT max("id")::text AS id FROM "AuditEvent"`);
    const newest = BigInt(rows[0].id);
    await tamper(client, newest);
    const found = await verifyAudit({ client });
    return {
      newest,
      breaks: found.breaks.map(({ id, what }) => ({ back: Number(newest - BigInt(id)), what })),
    };
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

describe("the audit log", () => {
  it("is one chain without gaps, whoever writes at the same time", async () => {
    await write(randomUUID(), 40);
    const found = await verifyAudit();
    expect(found.breaks).toEqual([]);
    expect(found.count).toBeGreaterThanOrEqual(40);
  });

  it("refuses to be changed", async () => {
    await write(randomUUID(), 1);
    await expect(pool().query(`UPDATE "AuditEvent" SET "action" = 'x'`)).rejects.toThrow(/append-only/);
    await expect(pool().query(`DELETE FROM "AuditEvent"`)).rejects.toThrow(/append-only/);
    await expect(pool().query(`TRUNCATE "AuditEvent"`)).rejects.toThrow(/append-only/);
  });

  it("shows a changed, a removed, and an inserted event", async () => {
    await write(randomUUID(), 10);
    const change = await afterTampering((client, newest) =>
      client.query(`UPDATE "AuditEvent" SET "facts" = '{}' WHERE "id" = $1`, [newest - 3n]),
    );
    expect(change.breaks).toEqual([{ back: 3, what: "changed" }]);
    const removal = await afterTampering((client, newest) =>
      client.query(`DELETE FROM "AuditEvent" WHERE "id" = $1`, [newest - 3n]),
    );
    expect(removal.breaks).toEqual([{ back: 2, what: "missing_before" }]);
    // With a hash of its own that is right: the next one still knows the one before.
    const rewritten = await afterTampering((client, newest) =>
      client.query(
        `UPDATE "AuditEvent" e SET "facts" = '{}', "hash" = "audit_event_hash"(jsonb_populate_record(e, '{"facts": {}}'))
         WHERE "id" = $1`,
        [newest - 3n],
      ),
    );
    expect(rewritten.breaks).toEqual([{ back: 2, what: "unchained" }]);
  });

  it("shows a cut-off end against a head that was noted elsewhere", async () => {
    await write(randomUUID(), 5);
    const { head } = await verifyAudit();
    expect(await auditHead()).toEqual(head);
    expect((await verifyAudit({ anchor: head ?? undefined })).knowsAnchor).toBe(true);
    expect((await verifyAudit({ anchor: { id: head?.id ?? "", hash: "00" } })).knowsAnchor).toBe(false);
    expect((await verifyAudit({ anchor: { id: "999999999", hash: head?.hash ?? "" } })).knowsAnchor).toBe(
      false,
    );
  });

  it("shows people their own sign-ins, newest first, and nobody else's", async () => {
    const [me, other] = [randomUUID(), randomUUID()];
    await write(other, 2);
    await recordAudit({ action: "sign_in.refused", subjectId: me, facts: { method: "password" } });
    await recordAudit({
      action: "sign_in.succeeded",
      subjectId: me,
      facts: { method: "saml", secondFactor: "totp" },
    });
    await recordAudit({ action: "password.changed", subjectId: me });
    expect(await ownSignIns(me)).toMatchObject([
      { action: "sign_in.succeeded", method: "saml", secondFactor: "totp" },
      { action: "sign_in.refused", method: "password" },
    ]);
  });
});
