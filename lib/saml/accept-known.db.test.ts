import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { digestOf, newToken } from "../auth";
import { db } from "../db";
import { buildOrganization, buildUser } from "../testing/factories";
import { Minute } from "../time";
import { acceptKnown, type Confirmation } from "./accept-known";
import { examine } from "./examine";
import { buildAnswer, buildSso } from "./testing";

type Scene = Awaited<ReturnType<typeof known>>;

/** Somebody whom the provider has named before. */
async function known() {
  const { sp, idp } = await buildSso();
  const { id: organizationId } = sp.organization;
  const { id: userId } = await buildUser({ organizationId });
  const identity = { organizationId, issuer: idp.entityId, nameId: "alice", userId };
  const { id: identityId } = await db().federatedIdentity.create({
    data: { ...identity, lastUsedAt: new Date(0) },
  });
  return { sp, idp, userId, identityId };
}

/** A request that waits, and a good answer to it. */
async function answerIn({ sp, idp }: Pick<Scene, "sp" | "idp">, kind = "login"): Promise<Confirmation> {
  const requestId = `_${randomBytes(20).toString("hex")}`;
  const request = {
    returnTo: "",
    browserHash: digestOf(newToken()),
    expiresAt: new Date(Date.now() + Minute.ms),
  };
  await db().samlRequest.create({
    data: { id: requestId, organizationId: sp.organization.id, kind, ...request },
  });
  const { assertion, checks } = examine(buildAnswer({ idp, sp, requestId }), sp, new Date());
  if (!assertion?.nameId || checks.failed) throw new Error(`not a good answer: ${checks.failed}`);
  return { inResponseTo: requestId, assertion: { ...assertion, nameId: assertion.nameId } };
}

/** That nothing was written: the request still waits, the assertion is unused. */
async function expectUntouched({ inResponseTo, assertion }: Confirmation, spent = 0) {
  const request = await db().samlRequest.findUniqueOrThrow({ where: { id: inResponseTo } });
  expect(request).toMatchObject({ answeredAt: null, userId: null, samlNameId: null });
  expect(await db().samlAssertion.count({ where: { assertionId: assertion.id } })).toBe(spent);
}

describe("the answer about somebody whom the provider has named before", () => {
  it("claims the request, uses up the assertion, and notes the use", async () => {
    const scene = await known();
    const answer = await answerIn(scene);
    expect(await acceptKnown(scene.sp, answer)).toBe(scene.userId);
    const request = await db().samlRequest.findUniqueOrThrow({ where: { id: answer.inResponseTo } });
    expect(request).toMatchObject({
      userId: scene.userId,
      samlNameId: "alice",
      samlSessionIndex: "session-1",
    });
    expect(request.answeredAt?.getTime()).toBeGreaterThan(Date.now() - Minute.ms);
    expect(request.authenticatedAt?.getTime()).toBeLessThanOrEqual(Date.now());
    expect(request.expiresAt.getTime()).toBeGreaterThan(Date.now() + Minute.ms);
    expect(await db().samlAssertion.count({ where: { assertionId: answer.assertion.id } })).toBe(1);
    const identity = await db().federatedIdentity.findUniqueOrThrow({ where: { id: scene.identityId } });
    expect(identity.lastUsedAt.getTime()).toBeGreaterThan(Date.now() - Minute.ms);
  });

  it("is taken once, of twenty at the same moment", async () => {
    const scene = await known();
    const answer = await answerIn(scene);
    const all = await Promise.all(Array.from({ length: 20 }, () => acceptKnown(scene.sp, answer)));
    expect(all.filter((one) => one !== null)).toEqual([scene.userId]);
  });

  it("writes nothing when the assertion was used before", async () => {
    const scene = await known();
    const { assertion, inResponseTo } = await answerIn(scene);
    await acceptKnown(scene.sp, { assertion, inResponseTo });
    const second = { assertion, inResponseTo: (await answerIn(scene)).inResponseTo };
    expect(await acceptKnown(scene.sp, second)).toBeNull();
    await expectUntouched(second, 1);
  });

  it.each(["INVITED", "SUSPENDED", "TERMINATED"] as const)(
    "writes nothing for an account that is %s",
    async (state) => {
      const scene = await known();
      await db().user.update({ where: { id: scene.userId }, data: { state } });
      const answer = await answerIn(scene);
      expect(await acceptKnown(scene.sp, answer)).toBeNull();
      await expectUntouched(answer);
    },
  );

  it("writes nothing for somebody who went to another organization", async () => {
    const scene = await known();
    const { id: organizationId } = await buildOrganization();
    await db().user.update({ where: { id: scene.userId }, data: { organizationId } });
    const answer = await answerIn(scene);
    expect(await acceptKnown(scene.sp, answer)).toBeNull();
    await expectUntouched(answer);
  });

  it("writes nothing for a name that another organization's provider knows", async () => {
    await known();
    const other = await buildSso();
    const answer = await answerIn(other);
    expect(await acceptKnown(other.sp, answer)).toBeNull();
    await expectUntouched(answer);
  });

  it.each(["test", "proof", "logout"])("leaves a request for a %s alone", async (kind) => {
    const scene = await known();
    const answer = await answerIn(scene, kind);
    expect(await acceptKnown(scene.sp, answer)).toBeNull();
    await expectUntouched(answer);
  });

  it("writes nothing for another organization's request, or one that waited too long", async () => {
    const scene = await known();
    const other = await answerIn(await buildSso());
    const { assertion, inResponseTo } = await answerIn(scene);
    const crossed = { assertion, inResponseTo: other.inResponseTo };
    expect(await acceptKnown(scene.sp, crossed)).toBeNull();
    await expectUntouched(crossed);
    await db().samlRequest.update({ where: { id: inResponseTo }, data: { expiresAt: new Date() } });
    expect(await acceptKnown(scene.sp, { assertion, inResponseTo })).toBeNull();
    await expectUntouched({ assertion, inResponseTo });
  });
});
