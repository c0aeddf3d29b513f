import { describe, expect, it } from "vitest";
import { createSession, findPending, findSession, type Pending, passFirstFactor, type Viewer } from "../auth";
import { db, pool } from "../db";
import { env } from "../env";
import { SoftAuthenticator } from "../testing/authenticator";
import { buildPartner, buildUser } from "../testing/factories";
import {
  beginPasskey,
  beginPasskeyEnrollment,
  confirmPasskey,
  confirmPasskeyEnrollment,
  enrollment,
  finishEnrollment,
  passkeyRequest,
  proveByPasskey,
  removePasskey,
  verifyPasskey,
} from "./index";

const origin = () => env().PUBLIC_URL;
const host = () => new URL(origin()).hostname;

async function pendingOf(userId: string): Promise<Pending> {
  const from = { remoteAddress: "198.51.100.4", userAgent: "test" };
  const first = { userId, method: "password", persistent: false, returnTo: "", origin: from } as const;
  const passed = await passFirstFactor(first);
  const pending = await findPending(passed.cookies[0]?.value);
  if (!pending) throw new Error(`not pending but ${passed.next}`);
  return pending;
}

async function viewerOf(userId: string): Promise<Viewer> {
  const how = { method: "password", persistent: false, remoteAddress: null, userAgent: null } as const;
  const found = await findSession((await createSession(userId, how)).value);
  if (!found) throw new Error("no session");
  return found.viewer;
}

/** A partner's agent with a passkey. */
async function enrolled() {
  const agent = await buildUser({ role: "PARTNER_AGENT", partnerId: (await buildPartner()).id });
  const pending = await pendingOf(agent.id);
  const { challenge } = await beginPasskeyEnrollment(pending, "MyPages");
  const key = new SoftAuthenticator(host());
  const outcome = await confirmPasskeyEnrollment(pending, key.create({ origin: origin(), challenge }), "Key");
  if (!outcome.ok) throw new Error(outcome.reason);
  return { agent, key, pending, recoveryCodes: outcome.recoveryCodes };
}

const refused = { ok: false, reason: "passkey_refused" };

describe("a passkey as the second factor", () => {
  it("is enough alone, with ten recovery codes, and then signs in", async () => {
    const { agent, key, pending, recoveryCodes } = await enrolled();
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await finishEnrollment(pending)).toMatchObject({ next: "signed_in" });
    const next = await pendingOf(agent.id);
    const { challenge, allowCredentials } = await passkeyRequest({ pending: next });
    expect(allowCredentials).toEqual([expect.objectContaining({ id: key.id, transports: ["usb"] })]);
    expect(await verifyPasskey(next, key.sign({ origin: origin(), challenge }))).toMatchObject({
      ok: true,
      next: "signed_in",
    });
    const sessions = await db().session.findMany({ where: { userId: agent.id } });
    expect(sessions.map((one) => one.secondFactor)).toEqual(["passkey", "passkey"]);
  });

  it("lets nobody who knows only the password set up another factor beside it", async () => {
    const { agent } = await enrolled();
    const strangers = await pendingOf(agent.id);
    await expect(enrollment(strangers, "MyPages")).rejects.toMatchObject({ code: "conflict" });
    await expect(beginPasskeyEnrollment(strangers, "MyPages")).rejects.toMatchObject({ code: "conflict" });
    expect(await finishEnrollment(strangers)).toBeNull();
  });

  it("signs in once, however often one answer comes at the same moment", async () => {
    const { agent, key } = await enrolled();
    const pending = await pendingOf(agent.id);
    const { challenge } = await passkeyRequest({ pending });
    const answer = key.sign({ origin: origin(), challenge });
    const all = await Promise.all(Array.from({ length: 50 }, () => verifyPasskey(pending, answer)));
    expect(all.filter((one) => one.ok)).toHaveLength(1);
    expect(await db().session.count({ where: { userId: agent.id } })).toBe(1);
  });

  it("does not take the challenge of another sign-in, another origin or another host", async () => {
    const { agent, key } = await enrolled();
    const [mine, other] = [await pendingOf(agent.id), await pendingOf(agent.id)];
    const elsewhere = await passkeyRequest({ pending: other });
    await passkeyRequest({ pending: mine });
    expect(await verifyPasskey(mine, key.sign({ origin: origin(), ...elsewhere }))).toEqual(refused);
    const here = await passkeyRequest({ pending: mine });
    expect(await verifyPasskey(mine, key.sign({ ...here, origin: "https://evil.example" }))).toEqual(refused);
    const strange = Object.assign(new SoftAuthenticator("evil.example"), { id: key.id });
    const again = await passkeyRequest({ pending: mine });
    expect(await verifyPasskey(mine, strange.sign({ origin: origin(), ...again }))).toEqual(refused);
    // A challenge that was answered, however badly, counts no more.
    expect(await verifyPasskey(mine, key.sign({ origin: origin(), ...again }))).toEqual(refused);
    expect(await db().session.count({ where: { userId: agent.id } })).toBe(0);
  });

  it("does not take somebody else's passkey", async () => {
    const [mine, theirs] = [await enrolled(), await enrolled()];
    const pending = await pendingOf(mine.agent.id);
    const { challenge } = await passkeyRequest({ pending });
    expect(await verifyPasskey(pending, theirs.key.sign({ origin: origin(), challenge }))).toEqual(refused);
  });

  it("does not take a copy, which has counted less, nor one whose owner is told apart by nothing else", async () => {
    const { agent, key } = await enrolled();
    const use = async () => {
      await pool().query(`DELETE FROM "Throttle"`);
      const pending = await pendingOf(agent.id);
      const { challenge } = await passkeyRequest({ pending });
      return verifyPasskey(pending, key.sign({ origin: origin(), challenge }));
    };
    expect(await use()).toMatchObject({ ok: true });
    expect(await use()).toMatchObject({ ok: true });
    key.counter = 0;
    expect(await use()).toEqual(refused);
    key.counter = 10;
    expect(await use()).toMatchObject({ ok: true });
  });

  it("is added in one session only, and not after its challenge has lapsed", async () => {
    const user = await buildUser();
    const [here, there] = [await viewerOf(user.id), await viewerOf(user.id)];
    const { challenge } = await beginPasskey(here, "MyPages");
    const answer = new SoftAuthenticator(host()).create({ origin: origin(), challenge });
    expect(await confirmPasskey(there, answer, "Key", null)).toEqual(refused);
    await pool().query(`UPDATE "Session" SET "webauthnExpiresAt" = now() - interval '1 second'`);
    expect(await confirmPasskey(here, answer, "Key", null)).toEqual(refused);
    const fresh = await beginPasskey(here, "MyPages");
    const right = new SoftAuthenticator(host()).create({ origin: origin(), challenge: fresh.challenge });
    expect(await confirmPasskey(here, right, "Key", null)).toMatchObject({ ok: true });
    expect(await db().passkey.findMany({ where: { userId: user.id } })).toHaveLength(1);
  });

  it("that is refused when it is set up is counted and noted, as a wrong code is", async () => {
    const agent = await buildUser({ role: "PARTNER_AGENT", partnerId: (await buildPartner()).id });
    const pending = await pendingOf(agent.id);
    const bad = async () => {
      const { challenge } = await beginPasskeyEnrollment(pending, "MyPages");
      const answer = new SoftAuthenticator(host()).create({ origin: "https://evil.example", challenge });
      return confirmPasskeyEnrollment(pending, answer, "Key");
    };
    expect(await bad()).toEqual(refused);
    const refusals = { where: { subjectId: agent.id, action: "factor.refused" } };
    expect(await db().auditEvent.findMany(refusals)).toMatchObject([{ remoteAddress: "198.51.100.4" }]);
    for (let i = 1; i < 5; i++) await bad();
    expect(await bad()).toMatchObject({ ok: false, reason: "throttled" });
    expect(await db().auditEvent.count(refusals)).toBe(5);

    const user = await buildUser();
    const viewer = await viewerOf(user.id);
    const { challenge } = await beginPasskey(viewer, "MyPages");
    const answer = new SoftAuthenticator(host()).create({ origin: "https://evil.example", challenge });
    expect(await confirmPasskey(viewer, answer, "Key", "198.51.100.9")).toEqual(refused);
    const [event] = await db().auditEvent.findMany({ where: { subjectId: user.id } });
    expect(event).toMatchObject({ action: "factor.refused", remoteAddress: "198.51.100.9" });
  });

  it("proves anew who somebody is, in the session that asked", async () => {
    const { agent, key } = await enrolled();
    const [here, there] = [await viewerOf(agent.id), await viewerOf(agent.id)];
    const first = await passkeyRequest({ viewer: here });
    expect(await proveByPasskey(there, key.sign({ origin: origin(), ...first }), null)).toEqual(refused);
    expect(await proveByPasskey(here, key.sign({ origin: origin(), ...first }), null)).toEqual({ ok: true });
  });

  it("is the last one of nobody who must have one, also when two are removed at the same moment", async () => {
    const { agent } = await enrolled();
    const viewer = await viewerOf(agent.id);
    const { challenge } = await beginPasskey(viewer, "MyPages");
    const second = new SoftAuthenticator(host()).create({ origin: origin(), challenge });
    await confirmPasskey(viewer, second, "Other", null);
    const keys = await db().passkey.findMany({ where: { userId: agent.id } });
    const outcomes = await Promise.allSettled(keys.map(({ id }) => removePasskey(viewer, id, null)));
    expect(outcomes.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(outcomes.find((one) => one.status === "rejected")).toMatchObject({
      reason: { code: "forbidden" },
    });
    expect(await db().passkey.count({ where: { userId: agent.id } })).toBe(1);
  });
});
