import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "../db";
import { type DnsServer, startDnsServer } from "../testing/dns-server";
import { buildUser } from "../testing/factories";
import { waitingMails } from "../testing/queue";
import { Day } from "../time";
import { commandLine } from "./configurer";
import { lookUpDomains } from "./domain-upkeep";
import { checkDomain, claimDomain, vouchForDomain } from "./domains";
import { changeRule } from "./rules";
import { buildAdmin, buildProvider, ssoOf } from "./testing";

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
  process.env.DNS_SERVERS = dns.address; // before the environment is read for the first time
});
afterAll(() => dns.stop());
beforeEach(async () => {
  dns.records.clear();
  await db().organizationDomain.deleteMany();
});

let made = 0;

/** An admin whose organization has proven a domain; accounts are made just in time. */
async function verified() {
  const { user, by, organizationId } = await buildAdmin();
  const domain = `upkeep${++made}.example`;
  const claimed = await claimDomain(by, organizationId, domain);
  if (!claimed.ok) throw new Error(claimed.problem);
  const publish = () => dns.records.set(domain, [[claimed.record.text]]);
  publish();
  await checkDomain(by, organizationId, claimed.domainId);
  await buildProvider(organizationId);
  await changeRule(by, organizationId, { rule: "justInTime", on: true });
  const row = () => db().organizationDomain.findUniqueOrThrow({ where: { id: claimed.domainId } });
  const mails = async () => (await waitingMails(user.id)).map(({ template }) => template);
  return { user, by, organizationId, domain, domainId: claimed.domainId, publish, row, mails };
}

const onDay = (day: number) => lookUpDomains(new Date(Date.now() + day * Day.ms));

describe("a domain verified by DNS", () => {
  it("is lost when its record is gone for seven days in a row; the admins are told at both ends", async () => {
    const { user, organizationId, domain, row, mails } = await verified();
    const idle = await buildUser({ organizationId, role: "ORG_ADMIN", state: "SUSPENDED" });
    await onDay(1);
    expect(await row()).toMatchObject({ missingDays: 0, verifiedBy: "dns" });
    dns.records.clear();
    for (const day of [2, 3, 4, 5, 6, 7]) await onDay(day);
    expect(await row()).toMatchObject({ missingDays: 6, verifiedAt: expect.any(Date) });
    expect(await mails()).toEqual(["domainMissing"]);
    expect((await waitingMails(user.id))[0]).toMatchObject({
      facts: { domain, days: 6 },
      path: "/admin/sso",
    });
    await onDay(8);
    expect(await row()).toMatchObject({ missingDays: 0, verifiedAt: null, verifiedBy: null });
    expect(await mails()).toEqual(["domainMissing", "domainLost"]);
    expect(await waitingMails(idle.id)).toEqual([]);
    expect((await ssoOf(organizationId)).justInTime).toBe(false);
    const event = await db().auditEvent.findFirst({ where: { organizationId, action: "domain.lost" } });
    expect(event).toMatchObject({ actorId: null, facts: { domain, missingDays: 7 } });
    await onDay(9);
    expect(await mails()).toHaveLength(2);
  });

  it("can be proven again by the same record", async () => {
    const { by, organizationId, domainId, publish, row } = await verified();
    dns.records.clear();
    for (const day of [1, 2, 3, 4, 5, 6, 7]) await onDay(day);
    publish();
    expect(await checkDomain(by, organizationId, domainId)).toEqual({ ok: true });
    expect(await row()).toMatchObject({ verifiedBy: "dns", missingDays: 0 });
  });

  it("starts from the beginning when the record comes back, also just before the end", async () => {
    const { publish, row, mails } = await verified();
    dns.records.clear();
    for (const day of [1, 2, 3, 4, 5, 6]) await onDay(day);
    publish();
    await onDay(7);
    expect((await row()).missingDays).toBe(0);
    dns.records.clear();
    for (const day of [8, 9, 10, 11, 12, 13]) await onDay(day);
    expect(await row()).toMatchObject({ missingDays: 6, verifiedAt: expect.any(Date) });
    expect(await mails()).toEqual(["domainMissing", "domainMissing"]);
  });

  it("loses nothing to DNS servers that do not answer, and no day is counted twice", async () => {
    const { domain, row } = await verified();
    dns.records.set(domain, "failure");
    for (let day = 1; day < 20; day++) await onDay(day);
    expect(await row()).toMatchObject({ missingDays: 0, verifiedAt: expect.any(Date) });
    dns.records.clear();
    for (let i = 0; i < 10; i++) await Promise.all([onDay(20), onDay(20)]);
    expect((await row()).missingDays).toBe(1);
  });
});

it("a domain on the operator's word is not looked for", async () => {
  const { organizationId } = await buildAdmin();
  await vouchForDomain(commandLine, organizationId, "vouched.example");
  for (let day = 1; day < 10; day++) await onDay(day);
  expect(dns.asked).not.toContain("vouched.example");
  const row = await db().organizationDomain.findFirstOrThrow({ where: { organizationId } });
  expect(row).toMatchObject({ verifiedBy: "operator", missingDays: 0 });
});
