import { describe, expect, it } from "vitest";
import { db, pool } from "../db";
import { buildOrganization, buildUser } from "../testing/factories";
import { commandLine } from "./configurer";
import { COUNT_PEOPLE, getSignInSettings } from "./settings";
import { buildAdmin } from "./testing";

describe("the counts of people", () => {
  it("say whom a rule concerns", async () => {
    const { user, organizationId } = await buildAdmin();
    await db().organization.update({ where: { id: organizationId }, data: { breakGlassUserId: user.id } });
    const { videoDomain } = await db().organization.findUniqueOrThrow({ where: { id: organizationId } });
    await db().organizationDomain.createMany({
      data: [
        { organizationId, domain: "in.example", token: "t", verifiedAt: new Date() },
        { organizationId, domain: "claimed.example", token: "t" },
      ],
    });
    const at = (email: string, over: object = {}) => buildUser({ organizationId, email, ...over });
    await at("a@in.example", { passwordHash: "x" });
    await at(`b@${videoDomain}`);
    const withApp = await at("c@claimed.example", { passwordHash: "x" });
    const withKeys = await at("d@elsewhere.example");
    await at("e@in.example", { state: "SUSPENDED", passwordHash: "x" });
    await db().totpFactor.create({ data: { userId: withApp.id, seedSealed: "x" } });
    for (const credentialId of ["1", "2"])
      await db().passkey.create({
        data: { userId: withKeys.id, credentialId, publicKey: new Uint8Array(), counter: 0n, name: "n" },
      });
    const { people } = await getSignInSettings(commandLine.actor, organizationId);
    expect(people).toEqual({ active: 5, withPassword: 2, withoutFactor: 3, outsideDomains: 3 });
  });

  it("walk the organization's index among 50,000 people", async () => {
    const { id: organizationId, partnerId } = await buildOrganization();
    const other = await buildOrganization({ partnerId });
    await pool().query(
      `INSERT INTO "User" ("id", "organizationId", "email", "displayName")
       SELECT gen_random_uuid(), CASE WHEN i <= 2000 THEN $1::uuid ELSE $2::uuid END, 'p' || i || '@many.example', 'P'
       FROM generate_series(1, 50000) i`,
      [organizationId, other.id],
    );
    await pool().query(`ANALYZE "User"`);
    const { rows } = await pool().query<{ "QUERY PLAN": string }>(`EXPLAIN ${COUNT_PEOPLE}`, [
      organizationId,
    ]);
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toContain("User_organizationId_idx");
    expect(plan).not.toMatch(/Seq Scan on "User"/);
    const started = performance.now();
    expect((await getSignInSettings(commandLine.actor, other.id)).people.active).toBe(48_000);
    expect(performance.now() - started).toBeLessThan(1500);
  });
});
