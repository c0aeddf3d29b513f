import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "../db";
import { type DnsServer, startDnsServer } from "../testing/dns-server";
import { buildOrganization, buildPartner } from "../testing/factories";
import { type Configurer, commandLine } from "./configurer";
import { checkDomain, claimDomain, removeDomain, vouchForDomain } from "./domains";
import { changeRule } from "./rules";
import { buildAdmin, buildProvider } from "./testing";

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
  process.env.DNS_SERVERS = dns.address; // before the environment is read for the first time
});
afterAll(() => dns.stop());
beforeEach(() => dns.records.clear());

async function claim({ by, organizationId }: Awaited<ReturnType<typeof buildAdmin>>, domain: string) {
  const claimed = await claimDomain(by, organizationId, domain);
  if (!claimed.ok) throw new Error(claimed.problem);
  return claimed;
}

const proofOf = ({ record }: { record: { text: string } }) => record.text;
const actionsOf = async (organizationId: string) =>
  (await db().auditEvent.findMany({ where: { organizationId }, orderBy: { id: "asc" } })).map(
    (one) => one.action,
  );

describe("a claimed domain", () => {
  it("counts once its record is found, at the domain or below it, whole or in pieces", async () => {
    const admin = await buildAdmin();
    const { by, organizationId } = admin;
    const [one, two] = [await claim(admin, "one.example"), await claim(admin, "two.example")];
    const check = (domainId: string) => checkDomain(by, organizationId, domainId);
    expect(await check(one.domainId)).toEqual({ ok: false, reason: "missing" });
    expect(dns.asked.slice(-2).sort()).toEqual(["_mypages.one.example", "one.example"]);

    dns.records.set("one.example", [["v=spf1 -all"], [proofOf(two)], ["mypages-domain-verification="]]);
    expect(await check(one.domainId)).toEqual({ ok: false, reason: "missing" });
    dns.records.set("one.example", [["v=spf1 -all"], [proofOf(one)]]);
    expect(await check(one.domainId)).toEqual({ ok: true });
    const text = proofOf(two);
    dns.records.set("_mypages.two.example", [[text.slice(0, 20), text.slice(20)]]);
    expect(await check(two.domainId)).toEqual({ ok: true });
    // Once found it stays, and is not asked for again.
    dns.records.clear();
    expect(await check(one.domainId)).toEqual({ ok: true });
    expect(await actionsOf(organizationId)).toEqual([
      "domain.claimed",
      "domain.claimed",
      "domain.verified",
      "domain.verified",
    ]);
    expect(
      await db().organizationDomain.findMany({ where: { organizationId, verifiedBy: "dns" } }),
    ).toHaveLength(2);
  });

  it("says when DNS does not answer, which proves nothing either way", async () => {
    const admin = await buildAdmin();
    const { domainId } = await claim(admin, "failing.example");
    dns.records.set("failing.example", "failure");
    expect(await checkDomain(admin.by, admin.organizationId, domainId)).toEqual({
      ok: false,
      reason: "unanswered",
    });
  });

  it("belongs to one organization: the first that proves it, however many try at the same time", async () => {
    const admins = [await buildAdmin(), await buildAdmin(), await buildAdmin()];
    const claims = await Promise.all(admins.map((admin) => claim(admin, "wanted.example")));
    // Claiming takes nothing from anybody, and tells nothing of others.
    dns.records.set(
      "wanted.example",
      claims.map((one) => [proofOf(one)]),
    );
    const outcomes = await Promise.all(
      admins.map(({ by, organizationId }, i) => checkDomain(by, organizationId, claims[i]?.domainId ?? "")),
    );
    expect(outcomes.filter((one) => one.ok)).toHaveLength(1);
    expect(outcomes.filter((one) => !one.ok)).toEqual(Array(2).fill({ ok: false, reason: "taken" }));
    expect(
      await db().organizationDomain.count({ where: { domain: "wanted.example", verifiedAt: { not: null } } }),
    ).toBe(1);

    // Without the proof nobody learns that it is taken.
    const late = await buildAdmin();
    const lateClaim = await claim(late, "wanted.example");
    expect(await checkDomain(late.by, late.organizationId, lateClaim.domainId)).toEqual({
      ok: false,
      reason: "missing",
    });
  });

  it("is claimed once by two admins of one organization", async () => {
    const { by, organizationId } = await buildAdmin();
    const claimed = await Promise.all([1, 2, 3].map(() => claimDomain(by, organizationId, "same.example")));
    expect(claimed.filter((one) => one.ok)).toHaveLength(1);
    expect(claimed.filter((one) => !one.ok && one.problem === "already_claimed")).toHaveLength(2);
  });

  it("is not another organization's video domain", async () => {
    const { videoDomain } = await buildOrganization();
    const admin = await buildAdmin();
    const claimed = await claim(admin, videoDomain);
    dns.records.set(videoDomain, [[proofOf(claimed)]]);
    expect(await checkDomain(admin.by, admin.organizationId, claimed.domainId)).toEqual({
      ok: false,
      reason: "taken",
    });
  });

  it("goes with everything that rested on it", async () => {
    const admin = await buildAdmin();
    const { by, organizationId } = admin;
    const { domainId } = await claim(admin, "going.example");
    expect(await vouchForDomain(commandLine, organizationId, "going.example")).toEqual({ ok: true });
    await buildProvider(organizationId);
    expect(await changeRule(by, organizationId, { rule: "justInTime", on: true })).toMatchObject({
      ok: true,
    });
    await removeDomain(by, organizationId, domainId);
    await removeDomain(by, organizationId, domainId);
    expect(await db().organizationSso.findUnique({ where: { organizationId } })).toMatchObject({
      justInTime: false,
    });
    expect((await actionsOf(organizationId)).filter((one) => one === "domain.removed")).toHaveLength(1);
    // Free again for others.
    const next = await buildAdmin();
    expect(await vouchForDomain(commandLine, next.organizationId, "going.example")).toEqual({ ok: true });
    expect(await vouchForDomain(commandLine, organizationId, "going.example")).toEqual({
      ok: false,
      reason: "taken",
    });
  });

  it("is asked about so often and no more, and fifty are the most", async () => {
    const admin = await buildAdmin();
    const { by, organizationId } = admin;
    const { domainId } = await claim(admin, "often.example");
    const outcomes = [];
    for (let i = 0; i < 31; i++) outcomes.push(await checkDomain(by, organizationId, domainId));
    expect(outcomes.slice(0, 30).every((one) => !one.ok && one.reason === "missing")).toBe(true);
    expect(outcomes[30]).toMatchObject({ ok: false, reason: "throttled" });
    for (let i = 0; i < 49; i++) await claim(admin, `d${i}.example`);
    expect(await claimDomain(by, organizationId, "more.example")).toEqual({ ok: false, problem: "too_many" });
  });

  it("is nobody's business but the organization's admins' with a fresh proof", async () => {
    const admin = await buildAdmin();
    const { by, organizationId } = admin;
    const { domainId } = await claim(admin, "private.example");
    const foreign = await buildAdmin();
    const partnerId = (await buildPartner()).id;
    const person = (actor: Configurer["actor"]) => ({ ...by, actor }) as Configurer;
    const others: Configurer[] = [
      foreign.by,
      person({ kind: "user", userId: domainId, organizationId }),
      person({ kind: "partner", userId: domainId, partnerId, canManage: true }),
      person({ kind: "operator", userId: domainId }),
    ];
    for (const other of others) {
      for (const id of [organizationId, "00000000-0000-7000-8000-000000000000"]) {
        await expect(claimDomain(other, id, "x.example")).rejects.toMatchObject({ code: "not_found" });
        await expect(checkDomain(other, id, domainId)).rejects.toMatchObject({ code: "not_found" });
        await expect(removeDomain(other, id, domainId)).rejects.toMatchObject({ code: "not_found" });
      }
    }
    // Another organization's claim is not there, from inside one's own either.
    await expect(checkDomain(foreign.by, foreign.organizationId, domainId)).rejects.toMatchObject({
      code: "not_found",
    });
    await removeDomain(foreign.by, foreign.organizationId, domainId);
    expect(await db().organizationDomain.count({ where: { id: domainId } })).toBe(1);
    await expect(vouchForDomain(by, organizationId, "private.example")).rejects.toMatchObject({
      code: "forbidden",
    });

    const stale = { ...by, provenAt: new Date(Date.now() - 3_600_000) } as Configurer;
    await expect(claimDomain(stale, organizationId, "x.example")).rejects.toMatchObject({
      code: "proof_required",
    });
    await expect(removeDomain(stale, organizationId, domainId)).rejects.toMatchObject({
      code: "proof_required",
    });
  });
});
