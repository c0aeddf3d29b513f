import { describe, expect, it } from "vitest";
import { db } from "../db";
import { acceptAllTexts, actorOf, buildOrganization, buildRoom, buildUser } from "../testing/factories";
import { Minute } from "../time";
import { acceptAnswer } from "./accept";
import { beginLogin } from "./begin";
import { collect } from "./collect";
import { purgeSaml } from "./purge";
import type { SamlReport } from "./report";
import type { ServiceProvider } from "./service-provider";
import { type AnswerParts, buildAnswer, buildSso, type TestIdp } from "./testing";

const origin = { remoteAddress: "192.0.2.1", userAgent: null };
const CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";
const DOMAIN = "acme-mail.example";
let domains = 0;

/** An organization with single sign-on, somebody in it, and a sign-in that waits for its answer. */
async function waiting(over: Parameters<typeof buildSso>[0] = {}) {
  const domain = over.domain ?? `n${++domains}.${DOMAIN}`;
  const { sp, idp } = await buildSso({ domain, ...over });
  const user = await buildUser({ organizationId: sp.organization.id, email: `alice@${domain}` });
  await acceptAllTexts(user.id);
  return { sp, idp, user, domain, ...(await begin(sp)) };
}

async function begin(sp: ServiceProvider, returnTo = "/rooms") {
  const { slug } = sp.organization;
  const begun = await beginLogin({
    slug,
    kind: "login",
    returnTo,
    persistent: false,
    browserToken: undefined,
    remoteAddress: null,
  });
  if (!begun.ok) throw new Error("throttled");
  return { requestId: begun.requestId, token: begun.cookie.value, url: begun.url };
}

type Scene = { sp: ServiceProvider; idp: TestIdp; requestId: string };
const post = ({ sp, idp, requestId }: Scene, over: Partial<AnswerParts> = {}) =>
  acceptAnswer(sp, { response: buildAnswer({ idp, sp, requestId, ...over }), relayState: "" }, "192.0.2.1");

const collected = (scene: { sp: ServiceProvider; requestId: string; token: string }) =>
  collect(scene.sp, scene.requestId, scene.token, origin);

const events = async (organizationId: string) =>
  (await db().auditEvent.findMany({ where: { organizationId }, orderBy: { id: "asc" } })).map(
    (e) => e.action,
  );

const rowOf = (id: string) => db().samlRequest.findUniqueOrThrow({ where: { id } });

describe("an answer to a request of ours", () => {
  it("signs its person in: linked by address at first, known by name from then on", async () => {
    const scene = await waiting();
    const { sp, user } = scene;
    expect(await post(scene, { attributes: { mail: user.email } })).toMatchObject({ ok: true });
    const passed = await collected(scene);
    expect(passed).toMatchObject({ next: "signed_in", to: "/rooms" });
    const session = await db().session.findFirstOrThrow({ where: { userId: user.id } });
    expect(session).toMatchObject({
      method: "saml",
      samlNameId: "alice",
      samlNameIdFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
      samlSessionIndex: "session-1",
    });
    expect(await events(sp.organization.id)).toEqual(["identity.linked", "sign_in.succeeded"]);
    // No address any more: the name is enough.
    const again = { ...scene, ...(await begin(sp)) };
    expect(await post(again)).toMatchObject({ ok: true });
    expect(await collected(again)).toMatchObject({ next: "signed_in" });
    expect(await db().federatedIdentity.count({ where: { userId: user.id } })).toBe(1);
  });

  it.each([
    ["nameID", (address: string) => ({ nameId: address })],
    ["UPN of Entra ID", (address: string) => ({ attributes: { [`${CLAIMS}/upn`]: address } })],
    ["mail by OID", (address: string) => ({ attributes: { "urn:oid:0.9.2342.19200300.100.1.3": address } })],
    ["mail in capitals", (address: string) => ({ attributes: { mail: address.toUpperCase() } })],
  ])("finds the person by %s", async (_name, over) => {
    const scene = await waiting();
    expect(await post(scene, over(scene.user.email))).toMatchObject({ ok: true });
    expect((await rowOf(scene.requestId)).userId).toBe(scene.user.id);
  });

  it("finds the person by the video address, on the organization's video domain", async () => {
    const organization = await buildOrganization();
    const { sp, idp } = await buildSso({ organizationId: organization.id });
    const videoAddress = `bob@${organization.videoDomain}`;
    const user = await buildUser({ organizationId: organization.id, videoAddress });
    const scene = { sp, idp, ...(await begin(sp)) };
    expect(await post(scene, { nameId: videoAddress })).toMatchObject({ ok: true });
    expect((await rowOf(scene.requestId)).userId).toBe(user.id);
  });

  it("counts in the browser that asked, and there once", async () => {
    const scene = await waiting();
    await post(scene, { nameId: scene.user.email });
    expect(await collect(scene.sp, scene.requestId, "x".repeat(43), origin)).toBeNull();
    expect(await collect(scene.sp, scene.requestId, undefined, origin)).toBeNull();
    const other = await buildSso();
    expect(await collect(other.sp, scene.requestId, scene.token, origin)).toBeNull();
    const all = await Promise.all([collected(scene), collected(scene), collected(scene)]);
    expect(all.filter(Boolean)).toHaveLength(1);
    expect(await db().session.count({ where: { userId: scene.user.id } })).toBe(1);
  });

  it("does not skip the second factor", async () => {
    const scene = await waiting();
    await db().organization.update({
      where: { id: scene.sp.organization.id },
      data: { requiresSecondFactor: true },
    });
    await post(scene, { nameId: scene.user.email });
    expect(await collected(scene)).toMatchObject({ next: "enroll", to: "/login/enroll" });
    expect(await db().session.count({ where: { userId: scene.user.id } })).toBe(0);
    expect(await db().pendingSignIn.findFirst({ where: { userId: scene.user.id } })).toMatchObject({
      method: "saml",
      samlSessionIndex: "session-1",
    });
  });

  it("leads to paths of ours only", async () => {
    const scene = await waiting();
    await post(scene, { nameId: scene.user.email });
    await collected(scene);
    for (const [asked, to] of [
      ["https://evil.example/", "/rooms"],
      ["//evil.example", "/rooms"],
      ["/\\evil.example", "/rooms"],
      ["/rooms/one?x=1", "/rooms/one?x=1"],
    ] as const) {
      const next = { ...scene, ...(await begin(scene.sp, asked)) };
      await post(next, { nameId: scene.user.email });
      expect(await collected(next), asked).toMatchObject({ to });
    }
  });

  it("is taken once, however often it is posted at the same time", async () => {
    const scene = await waiting();
    const { sp, idp, requestId } = scene;
    const response = buildAnswer({ idp, sp, requestId, nameId: scene.user.email });
    const all = await Promise.all(
      Array.from({ length: 8 }, () => acceptAnswer(sp, { response, relayState: "" }, "192.0.2.7")),
    );
    expect(all.filter((one) => one.ok)).toHaveLength(1);
    expect(await db().samlAssertion.count({ where: { organizationId: sp.organization.id } })).toBe(1);
  });

  it("of two first sign-ins at the same moment makes one link", async () => {
    const scene = await waiting({ justInTime: true });
    const [one, two] = [await begin(scene.sp), await begin(scene.sp)];
    const nameId = `new@${scene.domain}`;
    const both = await Promise.all([one, two].map((asked) => post({ ...scene, ...asked }, { nameId })));
    expect(both.every((answer) => answer.ok)).toBe(true);
    expect(await db().user.count({ where: { email: nameId } })).toBe(1);
  });
});

describe("who is let in", () => {
  it("makes an account just in time where the admin wants it, on a verified domain", async () => {
    const scene = await waiting({ justInTime: true });
    const nameId = `new@${scene.domain}`;
    const name = { "urn:oid:2.5.4.42": "Nora", "urn:oid:2.5.4.4": "Ny\u202Ee" };
    expect(await post(scene, { nameId, attributes: name })).toMatchObject({ ok: true });
    const user = await db().user.findUniqueOrThrow({ where: { email: nameId } });
    expect(user).toMatchObject({
      displayName: "Nora Ny e",
      state: "ACTIVE",
      role: "USER",
      passwordHash: null,
      videoAddress: `new@${scene.sp.organization.videoDomain}`,
      organizationId: scene.sp.organization.id,
    });
    expect(await events(scene.sp.organization.id)).toEqual(["identity.created_account"]);
  });

  it("gives who gets an account a video address, unless that leads somewhere else already", async () => {
    const scene = await waiting({ justInTime: true });
    const { videoDomain, id: organizationId } = scene.sp.organization;
    await buildUser({ organizationId, videoAddress: `person@${videoDomain}` });
    const room = await buildRoom({ ownerId: scene.user.id });
    await db().roomAlias.create({ data: { alias: `room@${videoDomain}`, roomId: room.id } });
    const facts = { name: "x", username: "x", passwordSealed: "x" };
    await db().device.create({ data: { ...facts, userId: scene.user.id, alias: `device@${videoDomain}` } });
    const second = `second.${scene.domain}`;
    const claim = { organizationId, domain: second, token: "x", verifiedAt: new Date() };
    await db().organizationDomain.create({ data: claim });
    const come = async (email: string) => {
      const asked = await begin(scene.sp);
      expect(await post({ ...scene, ...asked }, { nameId: email })).toMatchObject({ ok: true });
      return (await db().user.findUniqueOrThrow({ where: { email } })).videoAddress;
    };
    for (const local of ["person", "room", "device"])
      expect(await come(`${local}@${scene.domain}`)).toBeNull();
    const twins = await Promise.all([come(`twin@${scene.domain}`), come(`twin@${second}`)]);
    expect(twins.sort()).toEqual([null, `twin@${videoDomain}`].sort());
  });

  const cases: [
    string,
    (scene: Awaited<ReturnType<typeof waiting>>) => Promise<Partial<AnswerParts>>,
    string,
  ][] = [
    [
      "nobody of this name, with just-in-time off",
      async ({ domain }) => ({ nameId: `new@${domain}` }),
      "unknown",
    ],
    [
      "an address on a domain that is not verified",
      async ({ sp }) => {
        const user = await buildUser({ organizationId: sp.organization.id });
        return { nameId: user.email };
      },
      "unknown",
    ],
    [
      "a person of another organization, whatever the domain",
      async ({ domain }) => ({ nameId: (await buildUser({ email: `stranger@${domain}` })).email }),
      "unknown",
    ],
    [
      "a partner",
      async ({ sp, domain }) => {
        const { partnerId } = sp.organization;
        const staff = await buildUser({ partnerId, role: "PARTNER_ADMIN", email: `staff@${domain}` });
        return { nameId: staff.email };
      },
      "unknown",
    ],
    [
      "a person whose account is suspended",
      async ({ user }) => {
        await db().user.update({ where: { id: user.id }, data: { state: "SUSPENDED" } });
        return { nameId: user.email };
      },
      "closed",
    ],
    [
      "addresses of two people",
      async ({ sp, user, domain }) => {
        const other = await buildUser({ organizationId: sp.organization.id, email: `other@${domain}` });
        return { nameId: user.email, attributes: { mail: other.email } };
      },
      "ambiguous",
    ],
    [
      "a person who is another name to the provider already",
      async ({ sp, idp, user }) => {
        const data = { organizationId: sp.organization.id, issuer: idp.entityId, nameId: "first" };
        await db().federatedIdentity.create({ data: { ...data, userId: user.id } });
        return { nameId: "second", attributes: { mail: user.email } };
      },
      "linked_elsewhere",
    ],
    [
      "a linked person who has moved to another organization",
      async ({ sp, idp }) => {
        const data = { organizationId: sp.organization.id, issuer: idp.entityId, nameId: "mover" };
        await db().federatedIdentity.create({ data: { ...data, userId: (await buildUser()).id } });
        return { nameId: "mover" };
      },
      "closed",
    ],
  ];
  it.each(cases)("not: %s", async (_what, prepare, why) => {
    const scene = await waiting();
    const over = await prepare(scene);
    const before = await db().federatedIdentity.count();
    expect(await post(scene, over)).toEqual({ ok: false, reason: "person" });
    expect(await db().federatedIdentity.count()).toBe(before);
    expect((await rowOf(scene.requestId)).answeredAt).toBeNull();
    expect(await collected(scene)).toBeNull();
    const refused = await db().auditEvent.findFirst({
      where: { organizationId: scene.sp.organization.id, action: "sso.refused" },
      orderBy: { id: "asc" },
    });
    expect(refused?.facts).toEqual({ check: "person", why });
  });

  it("not just in time: an address that has an account elsewhere, or on the video domain only", async () => {
    const scene = await waiting({ justInTime: true });
    const stranger = await buildUser({ email: `taken@${scene.domain}` });
    expect(await post(scene, { nameId: stranger.email })).toEqual({ ok: false, reason: "person" });
    const nameId = `new@${scene.sp.organization.videoDomain}`;
    expect(await post(scene, { nameId })).toEqual({ ok: false, reason: "person" });
  });

  it("activates somebody invited, and says so in the audit", async () => {
    const scene = await waiting();
    await db().user.update({ where: { id: scene.user.id }, data: { state: "INVITED" } });
    expect(await post(scene, { nameId: scene.user.email })).toMatchObject({ ok: true });
    expect(await collected(scene)).toMatchObject({ next: "signed_in" });
    expect(await events(scene.sp.organization.id)).toEqual([
      "identity.linked",
      "account.activated",
      "sign_in.succeeded",
    ]);
  });
});

describe("a test sign-in", () => {
  async function testing(over: Parameters<typeof buildSso>[0] = {}) {
    const domain = `t${++domains}.${DOMAIN}`;
    const { sp, idp } = await buildSso({ domain, isEnabled: false, ...over });
    const organizationId = sp.organization.id;
    const admin = await buildUser({ organizationId, role: "ORG_ADMIN", email: `admin@${domain}` });
    const begun = await beginLogin({
      slug: sp.organization.slug,
      kind: "test",
      actor: actorOf(admin),
      browserToken: undefined,
      remoteAddress: null,
    });
    if (!begun.ok) throw new Error("throttled");
    return { sp, idp, admin, requestId: begun.requestId, token: begun.cookie.value, url: begun.url };
  }
  const reportOf = async (id: string) => (await rowOf(id)).report as SamlReport;

  it("passes every check, shows what came, and signs nobody in", async () => {
    const scene = await testing();
    const to = `/admin/sso/test?id=${scene.requestId}`;
    expect(await post(scene, { nameId: scene.admin.email, encrypt: true })).toEqual({ ok: true, to });
    const report = await reportOf(scene.requestId);
    expect(report.checks.filter((check) => check.outcome !== "passed")).toEqual([]);
    expect(report.assertion).toMatchObject({ nameId: scene.admin.email, sessionIndex: "session-1" });
    expect(report.xml).toContain("<saml:NameID");
    const sso = await db().organizationSso.findFirstOrThrow({
      where: { organizationId: scene.sp.organization.id },
    });
    expect(sso.testedAt).not.toBeNull();
    expect(await collected(scene)).toBeNull();
    expect(await db().session.count({ where: { userId: scene.admin.id } })).toBe(0);
    expect(await db().federatedIdentity.count({ where: { userId: scene.admin.id } })).toBe(0);
    expect(await events(scene.sp.organization.id)).toEqual(["sso.tested", "sso.refused"]);
  });

  it("says which check failed, and what was there instead", async () => {
    const scene = await testing();
    await post(scene, { nameId: scene.admin.email, audience: "https://other.example" });
    const report = await reportOf(scene.requestId);
    expect(report.checks.filter((check) => check.outcome === "failed")).toEqual([
      { id: "audience", outcome: "failed", expected: scene.sp.entityId, found: "https://other.example" },
    ]);
    const sso = await db().organizationSso.findFirstOrThrow({
      where: { organizationId: scene.sp.organization.id },
    });
    expect(sso.testedAt).toBeNull();
  });

  it("finds its report by the relay state when the answer names no request of ours", async () => {
    const scene = await testing();
    const { sp, idp, requestId } = scene;
    const response = buildAnswer({ idp, sp, requestId, inResponseTo: null, nameId: scene.admin.email });
    expect(await acceptAnswer(sp, { response, relayState: requestId }, null)).toMatchObject({ ok: true });
    const failed = (await reportOf(requestId)).checks.find((check) => check.outcome === "failed");
    expect(failed).toMatchObject({ id: "in_response_to" });
  });

  it("is begun by the organization's own admin only", async () => {
    const { sp } = await buildSso();
    const { slug, id: organizationId } = sp.organization;
    for (const over of [{ organizationId }, { role: "ORG_ADMIN" as const }]) {
      const actor = actorOf(await buildUser(over));
      const begun = beginLogin({ slug, kind: "test", actor, browserToken: undefined, remoteAddress: null });
      await expect(begun).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("a sign-in", () => {
  it("leaves nothing behind once it is over", async () => {
    const scene = await waiting();
    await post(scene, { nameId: scene.user.email });
    await db().samlRequest.updateMany({ data: { expiresAt: new Date(Date.now() - Minute.ms) } });
    await db().samlAssertion.updateMany({ data: { expiresAt: new Date(Date.now() - Minute.ms) } });
    expect(await collected(scene)).toBeNull();
    expect(await purgeSaml()).toBeGreaterThan(1);
    expect(await db().samlRequest.count()).toBe(0);
    expect(await db().samlAssertion.count()).toBe(0);
  });
});
