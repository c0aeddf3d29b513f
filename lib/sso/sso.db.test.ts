import { X509Certificate } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSession } from "../auth";
import { unseal } from "../crypto";
import { db, pool } from "../db";
import { MAIL_PLACE } from "../mail";
import { actorOf, buildOrganization, buildPartner, buildUser } from "../testing/factories";
import { Day } from "../time";
import { type Configurer, commandLine } from "./configurer";
import type { PlainIdp } from "./metadata";
import { previewIdp, removeIdp, saveIdp } from "./provider";
import { changeRule } from "./rules";
import { COUNT_PEOPLE, getSignInSettings } from "./settings";
import { buildProvider, metadataXml, newCertificate } from "./testing";
import { refreshMetadata, warnOfCertificates } from "./upkeep";

/** What the provider's address answers with. */
let published = "";
const server = http.createServer((_request, response) => response.end(published));
let address: string;
let certificate: string;
let next: string;
beforeAll(async () => {
  process.env.SSO_ALLOW_LOOPBACK_METADATA = "true"; // before the environment is read for the first time
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`;
  [certificate, next] = await Promise.all([newCertificate(), newCertificate({ until: 700 })]);
});
afterAll(() => server.close());

const configurer = (user: { id: string; organizationId: string | null; role: string }): Configurer => ({
  actor: actorOf(user),
  sessionId: user.id,
  provenAt: new Date(),
  remoteAddress: "192.0.2.7",
});

async function newAdmin() {
  const user = await buildUser({ role: "ORG_ADMIN", passwordHash: "$argon2id$x" });
  return { user, by: configurer(user), organizationId: user.organizationId ?? "" };
}

const idp = (over: Partial<PlainIdp> = {}): PlainIdp => ({
  entityId: "https://idp.example/metadata",
  ssoUrl: "https://idp.example/sso",
  sloUrl: null,
  certificates: [certificate],
  ...over,
});

const ssoOf = (organizationId: string) =>
  db().organizationSso.findUniqueOrThrow({ where: { organizationId } });
const factsOf = async (organizationId: string) =>
  (await db().auditEvent.findMany({ where: { organizationId }, orderBy: { id: "asc" } })).map(
    ({ action, facts }) => `${action} ${(facts as { change?: string }).change}`,
  );

describe("an identity provider", () => {
  it("is looked at before it is saved; our own key is made once and stays", async () => {
    const { by, organizationId } = await newAdmin();
    const text = metadataXml({ certificates: [certificate] });
    const seen = await previewIdp(by, organizationId, { text });
    if (!seen.ok) throw new Error("not read");
    expect(seen.preview).toMatchObject({ metadataUrl: null, standing: null });
    expect(await db().organizationSso.count({ where: { organizationId } })).toBe(0);
    expect(await saveIdp(by, organizationId, { idp: seen.preview.plain, metadataUrl: null })).toEqual({
      ok: true,
    });
    const first = await ssoOf(organizationId);
    expect(first).toMatchObject({
      idpEntityId: "https://idp.example/metadata",
      certificates: [certificate],
      isEnabled: false,
    });
    expect(new X509Certificate(first.spCertificate).subject).toBe("CN=localhost");

    await db().organizationSso.update({
      where: { organizationId },
      data: { testedAt: new Date(), isEnabled: true },
    });
    await saveIdp(by, organizationId, { idp: idp({ certificates: [next] }), metadataUrl: null });
    expect(await ssoOf(organizationId)).toMatchObject({
      certificates: [next],
      spCertificate: first.spCertificate,
      isEnabled: true,
      testedAt: null,
    });
    expect(await factsOf(organizationId)).toEqual([
      "sso.changed provider_set",
      "sso.changed provider_updated",
    ]);
  });

  it("that is another one than before is off, and nobody must use it, until it was tested", async () => {
    const { by, user, organizationId } = await newAdmin();
    await buildProvider(organizationId, { testedAt: new Date() });
    await changeRule(by, organizationId, { rule: "enabled", on: true });
    await changeRule(by, organizationId, { rule: "required", on: true, breakGlassUserId: user.id });
    const text = metadataXml({ entityId: "https://other.example/", certificates: [certificate] });
    expect(await previewIdp(by, organizationId, { text })).toMatchObject({ preview: { standing: "other" } });
    await saveIdp(by, organizationId, {
      idp: idp({ entityId: "https://other.example/" }),
      metadataUrl: null,
    });
    expect((await getSignInSettings(by.actor, organizationId)).stage).toBe("set_up");
    expect(await changeRule(by, organizationId, { rule: "enabled", on: true })).toEqual({
      ok: false,
      reason: "not_tested",
    });
  });

  it("is not saved from what a preview could not have shown", async () => {
    const { by, organizationId } = await newAdmin();
    const save = (plain: PlainIdp, metadataUrl: string | null = null) =>
      saveIdp(by, organizationId, { idp: plain, metadataUrl });
    expect(await save(idp({ certificates: [] }))).toMatchObject({ problem: "no_certificate" });
    expect(await save(idp({ ssoUrl: "http://idp.example/" }))).toMatchObject({ problem: "insecure_address" });
    expect(await save(idp(), "http://idp.example/")).toMatchObject({ ok: true });
    expect(await save(idp(), "file:///etc/passwd")).toMatchObject({ problem: "address_format" });
  });

  it("is read by address, so often and no more", async () => {
    const { by, organizationId } = await newAdmin();
    published = metadataXml({ certificates: [certificate] });
    const preview = () => previewIdp(by, organizationId, { address });
    expect(await preview()).toMatchObject({ ok: true, preview: { metadataUrl: address } });
    published = "<html/>";
    expect(await preview()).toEqual({ ok: false, problem: "not_metadata" });
    expect(await previewIdp(by, organizationId, { address: "ftp://x" })).toEqual({
      ok: false,
      problem: "address_format",
    });
    expect(await previewIdp(by, organizationId, { address: "https://10.0.0.1/" })).toEqual({
      ok: false,
      problem: "unreachable",
    });
    for (let i = 0; i < 7; i++) await preview();
    expect(await preview()).toMatchObject({ ok: false, problem: { key: "throttled" } });
    expect(await previewIdp(commandLine, organizationId, { address })).toEqual({
      ok: false,
      problem: "not_metadata",
    });
  });

  it("goes when it is removed, and who people were to it stays noted", async () => {
    const { by, user, organizationId } = await newAdmin();
    await buildProvider(organizationId, { isEnabled: true });
    await changeRule(by, organizationId, { rule: "required", on: true, breakGlassUserId: user.id });
    await db().federatedIdentity.create({
      data: { organizationId, issuer: "i", nameId: "n", userId: user.id },
    });
    await removeIdp(by, organizationId);
    await removeIdp(by, organizationId);
    const settings = await getSignInSettings(by.actor, organizationId);
    expect(settings).toMatchObject({ stage: "not_set_up", provider: null });
    expect(await db().organization.findUnique({ where: { id: organizationId } })).toMatchObject({
      requiresSso: false,
    });
    expect(await db().federatedIdentity.count({ where: { organizationId } })).toBe(1);
    expect((await factsOf(organizationId)).filter((one) => one.endsWith("provider_removed"))).toHaveLength(1);
  });
});

describe("the rules", () => {
  it("go step by step: tested, enabled, required with a break-glass admin", async () => {
    const { by, user, organizationId } = await newAdmin();
    const change = (...[one]: [Parameters<typeof changeRule>[2]]) => changeRule(by, organizationId, one);
    const enable = { rule: "enabled", on: true } as const;
    const requireIt = { rule: "required", on: true, breakGlassUserId: user.id } as const;
    expect(await change(enable)).toEqual({ ok: false, reason: "no_provider" });
    await buildProvider(organizationId);
    expect(await change(enable)).toEqual({ ok: false, reason: "not_tested" });
    expect(await change(requireIt)).toEqual({ ok: false, reason: "not_enabled" });
    await db().organizationSso.update({ where: { organizationId }, data: { testedAt: new Date() } });
    expect(await change(enable)).toMatchObject({ ok: true });

    const colleague = { organizationId, passwordHash: "x" };
    for (const unfit of [
      await buildUser(colleague),
      await buildUser({ ...colleague, role: "ORG_ADMIN", state: "SUSPENDED" }),
      await buildUser({ ...colleague, role: "ORG_ADMIN", passwordHash: null }),
      await buildUser({ passwordHash: "x", role: "ORG_ADMIN" }),
    ])
      expect(await change({ ...requireIt, breakGlassUserId: unfit.id })).toEqual({
        ok: false,
        reason: "no_break_glass",
      });
    expect(await change(requireIt)).toMatchObject({ ok: true });
    expect((await getSignInSettings(by.actor, organizationId)).stage).toBe("required");

    expect(await change({ rule: "justInTime", on: true })).toEqual({
      ok: false,
      reason: "no_verified_domain",
    });
    expect(await change({ rule: "wantsEncrypted", on: true })).toMatchObject({ ok: true });
    expect(await change({ rule: "secondFactor", on: true })).toMatchObject({ ok: true });
    // What is switched off cannot be required.
    expect(await change({ rule: "enabled", on: false })).toMatchObject({ ok: true });
    expect(await db().organization.findUnique({ where: { id: organizationId } })).toMatchObject({
      requiresSso: false,
      breakGlassUserId: user.id,
      requiresSecondFactor: true,
    });
    expect(await factsOf(organizationId)).toEqual([
      "sso.changed enabled",
      "policy.changed required",
      "sso.changed wantsEncrypted",
      "policy.changed secondFactor",
      "sso.changed enabled",
    ]);
  });

  it("end what began by password when single sign-on becomes required", async () => {
    const { user, organizationId } = await newAdmin();
    await buildProvider(organizationId, { isEnabled: true });
    const glass = await buildUser({ organizationId, role: "ORG_ADMIN", passwordHash: "x" });
    const one = await buildUser({ organizationId });
    const stranger = await buildUser();
    const begin = async (userId: string, method: "password" | "saml" | "recovery") => {
      await createSession(userId, { method, persistent: false, remoteAddress: null, userAgent: null });
      return (await db().session.findFirstOrThrow({ where: { userId }, orderBy: { id: "desc" } })).id;
    };
    const stay = [
      await begin(user.id, "password"),
      await begin(glass.id, "password"),
      await begin(one.id, "saml"),
      await begin(stranger.id, "password"),
    ];
    const own = stay[0] ?? "";
    await begin(one.id, "password");
    await begin(one.id, "recovery");
    await begin(user.id, "password");
    const pending = {
      method: "password",
      persistent: false,
      returnTo: "/",
      expiresAt: new Date(Date.now() + Day.ms),
    };
    for (const [i, userId] of [one.id, glass.id, stranger.id].entries())
      await db().pendingSignIn.create({ data: { ...pending, userId, tokenHash: new Uint8Array([i]) } });
    const by = { ...configurer(user), sessionId: own } as Configurer;
    const change = { rule: "required", on: true, breakGlassUserId: glass.id } as const;
    expect(await changeRule(by, organizationId, change)).toEqual({ ok: true, endedSessions: 3 });
    expect((await db().session.findMany()).map((row) => row.id).sort()).toEqual(expect.arrayContaining(stay));
    expect(await db().session.count({ where: { user: { organizationId } } })).toBe(3);
    expect((await db().pendingSignIn.findMany()).map((row) => row.userId).sort()).toEqual(
      [glass.id, stranger.id].sort(),
    );
  });

  it("never end up required and off, however two admins press at once", async () => {
    const { by, user, organizationId } = await newAdmin();
    await buildProvider(organizationId, { isEnabled: true, testedAt: new Date() });
    const required = { rule: "required", on: true, breakGlassUserId: user.id } as const;
    for (let i = 0; i < 8; i++) {
      await changeRule(by, organizationId, { rule: "enabled", on: true });
      await Promise.all([
        changeRule(by, organizationId, required),
        changeRule(by, organizationId, { rule: "enabled", on: false }),
        removeAndAdd(by, organizationId, i),
      ]);
      const { requiresSso, sso } = await db().organization.findUniqueOrThrow({
        where: { id: organizationId },
        include: { sso: true },
      });
      expect(requiresSso && !sso?.isEnabled).toBe(false);
    }
  });
});

/** Saves the same provider meanwhile, every other time another one. */
const removeAndAdd = (by: Configurer, organizationId: string, turn: number) =>
  saveIdp(by, organizationId, {
    idp: idp({ entityId: turn % 2 ? "urn:other" : "urn:one" }),
    metadataUrl: null,
  });

it("is the organization's admins' alone, with a fresh proof for each change", async () => {
  const { by, user, organizationId } = await newAdmin();
  await buildProvider(organizationId);
  const foreign = await newAdmin();
  const partnerId = (await buildPartner()).id;
  const actors: Configurer["actor"][] = [
    foreign.by.actor,
    { kind: "user", userId: user.id, organizationId },
    { kind: "partner", userId: user.id, partnerId, canManage: true },
    { kind: "operator", userId: user.id },
  ];
  const change = { rule: "secondFactor", on: true } as const;
  const refused = { code: "not_found" };
  for (const actor of actors) {
    const other = { ...by, actor } as Configurer;
    await expect(getSignInSettings(actor, organizationId)).rejects.toMatchObject(refused);
    await expect(previewIdp(other, organizationId, { text: "" })).rejects.toMatchObject(refused);
    await expect(saveIdp(other, organizationId, { idp: idp(), metadataUrl: null })).rejects.toMatchObject(
      refused,
    );
    await expect(removeIdp(other, organizationId)).rejects.toMatchObject(refused);
    await expect(changeRule(other, organizationId, change)).rejects.toMatchObject(refused);
  }
  const stale = { ...by, provenAt: new Date(Date.now() - Day.ms) } as Configurer;
  const unproven = { code: "proof_required" };
  await expect(previewIdp(stale, organizationId, { text: "" })).rejects.toMatchObject(unproven);
  await expect(saveIdp(stale, organizationId, { idp: idp(), metadataUrl: null })).rejects.toMatchObject(
    unproven,
  );
  await expect(removeIdp(stale, organizationId)).rejects.toMatchObject(unproven);
  await expect(changeRule(stale, organizationId, change)).rejects.toMatchObject(unproven);
  expect(await factsOf(organizationId)).toEqual([]);
});

describe("the counts of people", () => {
  it("say whom a rule concerns", async () => {
    const { user, organizationId } = await newAdmin();
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

describe("the daily upkeep", () => {
  it("follows new certificates at the address, keeps the old to their end, and takes nothing else", async () => {
    const { organizationId } = await newAdmin();
    const ending = await newCertificate({ until: 10 });
    await buildProvider(organizationId, {
      metadataUrl: address,
      certificates: [ending, certificate],
      testedAt: new Date(),
    });
    published = metadataXml({ ssoUrl: "https://elsewhere.example/", certificates: [certificate, next] });
    await refreshMetadata();
    expect(await ssoOf(organizationId)).toMatchObject({
      certificates: [certificate, next, ending],
      ssoUrl: "https://idp.example/sso",
      testedAt: expect.any(Date),
    });
    await refreshMetadata();
    expect(await factsOf(organizationId)).toEqual(["sso.changed certificates"]);
    await refreshMetadata(new Date(Date.now() + 11 * Day.ms));
    expect((await ssoOf(organizationId)).certificates).toEqual([certificate, next]);

    const before = await ssoOf(organizationId);
    for (const bad of [
      metadataXml({ entityId: "https://evil.example/", certificates: [ending] }),
      metadataXml({ certificates: [] }),
      "<!DOCTYPE x><x/>",
      "",
    ]) {
      published = bad;
      await refreshMetadata();
      expect(await ssoOf(organizationId)).toEqual(before);
    }
    await db().organizationSso.deleteMany();
  });

  it("warns the admins 30, 7 and 1 days ahead, once each, and anew after a renewal", async () => {
    const { user, organizationId } = await newAdmin();
    await buildUser({ organizationId, role: "ORG_ADMIN", state: "SUSPENDED" });
    await buildUser({ organizationId });
    const second = await buildUser({ organizationId, role: "ORG_ADMIN" });
    const short = await newCertificate({ until: 3 });
    const long = await newCertificate({ until: 40 });
    await buildProvider(organizationId, { certificates: [short, long], isEnabled: true });
    const queued = async () => {
      const { rows } = await pool().query<{ payload: { sealed: string } }>(
        `SELECT payload FROM graphile_worker._private_jobs ORDER BY id`,
      );
      return rows.map(({ payload }) => JSON.parse(unseal(payload.sealed, MAIL_PLACE)));
    };
    const mails = async () => (await queued()).length;
    const before = await mails();
    const sent: number[] = [];
    const inDays = async (days: number) => {
      const at = Date.now() + days * Day.ms;
      await Promise.all([warnOfCertificates(at), warnOfCertificates(at)]);
      sent.push((await mails()) - before);
    };
    for (const days of [0, 9, 10, 11, 33, 33.5, 38.5, 39, 41]) await inDays(days);
    expect(sent).toEqual([0, 0, 2, 2, 4, 4, 4, 6, 6]);
    expect((await ssoOf(organizationId)).warnedDays).toBe(1);
    // Renewed, and then near its end again.
    const renewed = await newCertificate({ until: 400 });
    await db().organizationSso.update({ where: { organizationId }, data: { certificates: [renewed] } });
    await warnOfCertificates();
    expect((await ssoOf(organizationId)).warnedDays).toBeNull();
    await warnOfCertificates(Date.now() + 395 * Day.ms);
    expect((await mails()) - before).toBe(8);
    const [first] = (await queued()).slice(before);
    expect(first).toMatchObject({ template: "certificateExpires", path: "/admin/sso", facts: { days: 30 } });
    const recipients = new Set((await queued()).slice(before).map((mail) => mail.userId));
    expect([...recipients].sort()).toEqual([user.id, second.id].sort());
  });
});
