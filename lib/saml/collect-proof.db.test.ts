import { describe, expect, it } from "vitest";
import { createSession, findSession, isProven } from "../auth";
import { db } from "../db";
import { acceptAllTexts, buildUser } from "../testing/factories";
import { Hour, Minute } from "../time";
import { acceptAnswer } from "./accept";
import { beginLogin } from "./begin";
import { collect } from "./collect";
import { collectProof } from "./collect-proof";
import type { ServiceProvider } from "./service-provider";
import { type AnswerParts, buildAnswer, buildSso } from "./testing";

const origin = { remoteAddress: null, userAgent: null };
const ago = (ms: number) => new Date(Date.now() - ms);

/** Somebody's session, of a sign-in so long ago that nothing is proven any more. */
async function oldSession(userId: string) {
  const how = { method: "saml", persistent: false, provenAt: ago(Hour.ms), ...origin } as const;
  const { value } = await createSession(userId, how);
  const again = async () => {
    const found = await findSession(value);
    if (!found) throw new Error("no session");
    return found.viewer;
  };
  return { again, viewer: await again() };
}

/** Somebody known to the provider as "alice", who is about to prove it anew. */
async function proving() {
  const { sp, idp } = await buildSso();
  const organizationId = sp.organization.id;
  const user = await buildUser({ organizationId });
  await acceptAllTexts(user.id);
  const identity = { organizationId, issuer: idp.entityId };
  await db().federatedIdentity.create({ data: { ...identity, nameId: "alice", userId: user.id } });
  const { viewer, again } = await oldSession(user.id);
  const begun = await begin(sp, viewer);
  const answer = (over: Partial<AnswerParts> = {}) =>
    acceptAnswer(
      sp,
      { response: buildAnswer({ idp, sp, requestId: begun.requestId, ...over }), relayState: "" },
      null,
    );
  const collected = (by = viewer, token = begun.token) => collectProof(sp, begun.requestId, token, by, null);
  return { sp, idp, user, identity, viewer, again, answer, collected, ...begun };
}

async function begin(sp: ServiceProvider, viewer: Awaited<ReturnType<typeof oldSession>>["viewer"]) {
  const { slug } = sp.organization;
  const common = { slug, browserToken: undefined, remoteAddress: null };
  const begun = await beginLogin({ ...common, kind: "proof", viewer, returnTo: "/admin/sso" });
  if (!begun.ok) throw new Error("throttled");
  return { requestId: begun.requestId, token: begun.cookie.value };
}

const lastEvent = (subjectId: string) =>
  db().auditEvent.findFirst({ where: { subjectId }, orderBy: { id: "desc" } });

describe("a proof by the identity provider", () => {
  it("counts when it asked the same person after we asked it, and once", async () => {
    const { answer, collected, again, user, requestId } = await proving();
    expect(await answer()).toEqual({ ok: true, to: expect.stringContaining(`/proven?id=${requestId}`) });
    expect(await collected()).toEqual({ to: "/admin/sso", problem: null });
    expect(isProven(await again())).toBe(true);
    expect(await lastEvent(user.id)).toMatchObject({ action: "session.proven", facts: { by: "saml" } });
    expect(await collected()).toBeNull();
  });

  it.each([
    ["is of before the request", { authnInstant: ago(2 * Minute.ms) }],
    ["is not told", { authnInstant: null }],
    ["lies in the future", { authnInstant: ago(-2 * Minute.ms) }],
  ])("is none when the moment of its asking %s", async (_what, over) => {
    const { answer, collected, again, user } = await proving();
    await answer(over);
    expect(await collected()).toEqual({ to: "/admin/sso", problem: "not_asked" });
    expect(isProven(await again())).toBe(false);
    const refused = { action: "session.proof_refused", facts: { why: "not_asked" } };
    expect(await lastEvent(user.id)).toMatchObject(refused);
  });

  it("allows for the clocks' difference", async () => {
    const { answer, collected } = await proving();
    await answer({ authnInstant: ago(50_000) });
    expect(await collected()).toMatchObject({ problem: null });
  });

  it("is none by a colleague, nor by somebody who is not known here, and links and makes nobody", async () => {
    const { answer, collected, again, user, identity } = await proving();
    const colleague = await buildUser({ organizationId: identity.organizationId });
    await db().federatedIdentity.create({ data: { ...identity, nameId: "bob", userId: colleague.id } });
    await answer({ nameId: "bob" });
    expect(await collected()).toEqual({ to: "/admin/sso", problem: "other_person" });
    const stranger = await proving();
    await stranger.answer({ nameId: "nobody", attributes: { mail: stranger.user.email } });
    expect(await stranger.collected()).toMatchObject({ problem: "other_person" });
    expect(isProven(await again())).toBe(false);
    expect(await lastEvent(user.id)).toMatchObject({ facts: { why: "other_person" } });
    expect(await db().federatedIdentity.count({ where: { userId: stranger.user.id } })).toBe(1);
  });

  it("belongs to the session and the browser that asked", async () => {
    const { sp, answer, collected, user, again, requestId, token } = await proving();
    await answer();
    const other = await oldSession(user.id);
    expect(await collected(other.viewer)).toBeNull();
    expect(await collected(undefined, "x".repeat(43))).toBeNull();
    // It signs nobody in.
    expect(await collect(sp, requestId, token, origin)).toBeNull();
    expect(await collected()).toMatchObject({ problem: null });
    expect(isProven(await again())).toBe(true);
    expect(isProven(await other.again())).toBe(false);
  });

  it("is not asked of another organization's provider", async () => {
    const { viewer } = await proving();
    const { sp } = await buildSso();
    await expect(begin(sp, viewer)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a sign-in", () => {
  it.each([
    ["of the moment when the provider asked the person", ago(Hour.ms), Hour.ms],
    ["of now when the provider's clock is a little ahead", ago(-30_000), 0],
    ["never, when the provider does not say", null, Date.now()],
  ])("is a proof %s", async (_what, authnInstant, age) => {
    const { sp, idp, user } = await proving();
    const common = { slug: sp.organization.slug, browserToken: undefined, remoteAddress: null };
    const begun = await beginLogin({ ...common, kind: "login", returnTo: "", persistent: false });
    if (!begun.ok) throw new Error("throttled");
    const { requestId, cookie } = begun;
    const response = buildAnswer({ idp, sp, requestId, authnInstant });
    await acceptAnswer(sp, { response, relayState: "" }, null);
    await collect(sp, requestId, cookie.value, origin);
    const { provenAt } = await db().session.findFirstOrThrow({
      where: { userId: user.id },
      orderBy: { createdAt: "desc" },
    });
    expect(Math.abs(Date.now() - age - provenAt.getTime())).toBeLessThan(30_000);
    expect(provenAt.getTime()).toBeLessThanOrEqual(Date.now());
  });
});
