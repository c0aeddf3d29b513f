import { beforeAll, describe, expect, it } from "vitest";
import { createSession } from "../auth";
import { db } from "../db";
import { buildUser } from "../testing/factories";
import { Day } from "../time";
import type { Configurer } from "./configurer";
import { saveIdp } from "./provider";
import { changeRule } from "./rules";
import { getSignInSettings } from "./settings";
import { buildAdmin, buildProvider, changesOf, newCertificate, plainIdp } from "./testing";

let certificate: string;
beforeAll(async () => {
  certificate = await newCertificate();
});

describe("the rules", () => {
  it("go step by step: tested, enabled, required with a break-glass admin", async () => {
    const { by, user, organizationId } = await buildAdmin();
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
    expect(await changesOf(organizationId)).toEqual([
      "sso.changed enabled",
      "policy.changed required",
      "sso.changed wantsEncrypted",
      "policy.changed secondFactor",
      "sso.changed enabled",
    ]);
  });

  it("end what began by password when single sign-on becomes required", async () => {
    const { user, by, organizationId } = await buildAdmin();
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
    const change = { rule: "required", on: true, breakGlassUserId: glass.id } as const;
    expect(await changeRule({ ...by, sessionId: own } as Configurer, organizationId, change)).toEqual({
      ok: true,
      endedSessions: 3,
    });
    expect((await db().session.findMany()).map((row) => row.id).sort()).toEqual(expect.arrayContaining(stay));
    expect(await db().session.count({ where: { user: { organizationId } } })).toBe(3);
    expect((await db().pendingSignIn.findMany()).map((row) => row.userId).sort()).toEqual(
      [glass.id, stranger.id].sort(),
    );
  });

  it("never end up required and off, however two admins press at once", async () => {
    const { by, user, organizationId } = await buildAdmin();
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
    idp: plainIdp({ entityId: turn % 2 ? "urn:other" : "urn:one", certificates: [certificate] }),
    metadataUrl: null,
  });
