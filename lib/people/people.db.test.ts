import { describe, expect, it } from "vitest";
import type { Actor } from "../access";
import { db, pool } from "../db";
import { buildOrganization, buildPartner, buildUser } from "../testing/factories";
import { listPeople } from "./index";

const adminOf = (partnerId: string): Actor => ({
  kind: "partner",
  userId: "p",
  partnerId,
  canManage: true,
});
const operator: Actor = { kind: "operator", userId: "o" };
const all = { q: "", after: undefined };

/** Fills an organization with so many people, in one statement. */
async function fill(organizationId: string, count: number, prefix: string): Promise<void> {
  await pool().query(
    `INSERT INTO "User" ("id", "organizationId", "email", "videoAddress", "displayName")
     SELECT gen_random_uuid(), $1, $3 || i || '@mail.example', $3 || i || '@vc.example',
            (ARRAY['Ada', 'Bo', 'Cleo', 'Dag', 'Edda'])[i % 5 + 1] || ' ' || md5(i::text)
     FROM generate_series(1, $2::int) i`,
    [organizationId, count, prefix],
  );
}

describe("listPeople", () => {
  it("pages through everybody once, in order, and survives a broken cursor", async () => {
    const { id: partnerId } = await buildPartner();
    const { id } = await buildOrganization({ partnerId });
    await fill(id, 120, "paged");
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listPeople(adminOf(partnerId), { q: "", after });
      seen.push(...page.people.map((person) => person.id));
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
    for (const broken of ["nonsense", Buffer.from('["a","b"]').toString("base64url")])
      expect((await listPeople(adminOf(partnerId), { q: "", after: broken })).people).toHaveLength(50);
  });

  it("finds a part of a name, e-mail or video address, as text and not as a pattern", async () => {
    const { id: partnerId } = await buildPartner();
    const { id: organizationId } = await buildOrganization({ partnerId });
    const zoe = await buildUser({ organizationId, displayName: "Zoë 100% O'Hara" });
    await buildUser({ organizationId, displayName: "Somebody else" });
    const found = async (q: string) =>
      (await listPeople(adminOf(partnerId), { q, after: undefined })).people.map((person) => person.id);
    for (const q of ["zoë", "100%", "o'h", zoe.email, zoe.videoAddress ?? ""])
      expect(await found(q), q).toEqual([zoe.id]);
    for (const q of ["%%", "_o_", "\\"]) expect(await found(q), q).toEqual([]);
  });

  it("does not read fifty thousand people to show fifty, or to find one", async () => {
    const [big, small] = [await buildPartner(), await buildPartner()];
    const { id: bigOrganization } = await buildOrganization({ partnerId: big.id });
    const { id: smallOrganization } = await buildOrganization({ partnerId: small.id });
    // Filled without its index, which is then built at once: row by row that takes longer than the whole test.
    const { rows: index } = await pool().query<{ sql: string }>(
      `SELECT pg_get_indexdef('"User_search_idx"'::regclass) AS sql`,
    );
    await pool().query(`DROP INDEX "User_search_idx"`);
    await fill(bigOrganization, 50_000, "many");
    await fill(smallOrganization, 30, "few");
    await pool().query(index[0]?.sql ?? "");
    await pool().query(`ANALYZE "User"`);
    const timed = async (actor: Actor, q: string) => {
      await listPeople(actor, { q, after: undefined });
      const start = performance.now();
      const { people } = await listPeople(actor, { q, after: undefined });
      return { count: people.length, ms: performance.now() - start };
    };
    const cases = {
      operator: await timed(operator, ""),
      operatorSearch: await timed(operator, "many49999"),
      big: await timed(adminOf(big.id), ""),
      bigSearch: await timed(adminOf(big.id), "many4999"),
      small: await timed(adminOf(small.id), ""),
      smallSearch: await timed(adminOf(small.id), "few2"),
    };
    const counts = Object.values(cases).map((one) => one.count);
    expect(counts).toEqual([50, 1, 50, 11, 30, 11]);
    expect(Math.max(...Object.values(cases).map((one) => one.ms))).toBeLessThan(500);
    // A search goes by the index; without it every name would be read.
    const { rows } = await pool().query<{ "QUERY PLAN": string }>(
      `EXPLAIN SELECT 1 FROM "User" WHERE "displayName" ILIKE '%many49999%' OR "email" ILIKE '%many49999%'
         OR "videoAddress" ILIKE '%many49999%'`,
    );
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("User_search_idx");
    expect((await db().user.count()) > 50_000).toBe(true);
    expect((await listPeople(operator, all)).next).not.toBeNull();
  }, 60_000);
});
