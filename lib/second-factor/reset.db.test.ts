import { describe, expect, it } from "vitest";
import { createSession, findSession, type Viewer } from "../auth";
import { seal, unseal } from "../crypto";
import { db, pool } from "../db";
import { MAIL_PLACE, type Mail } from "../mail";
import { buildOrganization, buildPartner, buildUser } from "../testing/factories";
import { Hour } from "../time";
import {
  cancelReset,
  requestReset,
  resetBehind,
  runDueResets,
  stopOwnReset,
  stopReset,
  totpSeedPlace,
} from "./index";
import { newSeed } from "./totp";

async function viewerOf(userId: string): Promise<Viewer> {
  const how = { method: "password", persistent: false, remoteAddress: null, userAgent: null } as const;
  const found = await findSession((await createSession(userId, how)).value);
  if (!found) throw new Error("no session");
  return found.viewer;
}

const giveApp = (userId: string) =>
  db().totpFactor.create({ data: { userId, seedSealed: seal(newSeed(), totpSeedPlace(userId)) } });

/** Somebody with a lost app, and the admin of their reseller. */
async function lost() {
  const { id: partnerId } = await buildPartner();
  const { id: organizationId } = await buildOrganization({ partnerId });
  const person = await buildUser({ organizationId });
  await giveApp(person.id);
  await db().recoveryCode.create({ data: { userId: person.id, codeHash: new Uint8Array([1]) } });
  const expiresAt = new Date(Date.now() + Hour.ms);
  await db().knownDevice.create({ data: { userId: person.id, tokenHash: new Uint8Array([2]), expiresAt } });
  const admin = await viewerOf((await buildUser({ partnerId, role: "PARTNER_ADMIN" })).id);
  return { person, admin, partnerId, organizationId };
}

async function mailsTo(userId: string): Promise<Mail[]> {
  const { rows } = await pool().query<{ payload: { sealed: string } }>(
    `SELECT payload FROM graphile_worker._private_jobs ORDER BY id`,
  );
  const all = rows.map(({ payload }) => JSON.parse(unseal(payload.sealed, MAIL_PLACE)) as Mail);
  return all.filter((mail) => mail.userId === userId);
}

const tokenIn = (mail: Mail | undefined) =>
  new URL(`http://x${mail?.path ?? ""}`).searchParams.get("token") ?? "";
const hasApp = async (userId: string) => (await db().totpFactor.count({ where: { userId } })) === 1;
const actionsOf = async (userId: string) =>
  (await db().auditEvent.findMany({ where: { subjectId: userId }, orderBy: { id: "asc" } })).map(
    (event) => event.action,
  );

describe("the reset of a lost factor", () => {
  it("waits a day, then removes every factor and ends every session, once", async () => {
    const { person, admin } = await lost();
    const session = await viewerOf(person.id);
    const now = Date.now();
    await requestReset(admin, person.id, null, now);
    expect((await mailsTo(person.id)).map((mail) => mail.template)).toEqual(["factorResetRequested"]);
    await runDueResets(new Date(now + 24 * Hour.ms - 1000));
    expect(await hasApp(person.id)).toBe(true);
    const due = new Date(now + 24 * Hour.ms);
    const done = await Promise.all([runDueResets(due), runDueResets(due)]);
    expect(done.sort()).toEqual([0, 1]);
    expect(await hasApp(person.id)).toBe(false);
    const { userId } = { userId: person.id };
    expect(await db().recoveryCode.count({ where: { userId } })).toBe(0);
    expect(await db().knownDevice.count({ where: { userId } })).toBe(0);
    expect(await db().session.count({ where: { id: session.sessionId } })).toBe(0);
    expect((await mailsTo(userId)).map((mail) => mail.template)).toEqual([
      "factorResetRequested",
      "factorResetDone",
    ]);
    expect(await actionsOf(userId)).toEqual(["factor.reset_requested", "factor.reset_done"]);
    const token = tokenIn((await mailsTo(userId))[0]);
    await stopReset(token, null);
    expect(await resetBehind(token)).toEqual({ state: "done" });
  });

  it("is stopped by the mailed link, and then never happens", async () => {
    const { person, admin } = await lost();
    await requestReset(admin, person.id, null);
    const token = tokenIn((await mailsTo(person.id))[0]);
    expect(await resetBehind(token)).toMatchObject({ state: "open" });
    await stopReset("x".repeat(43), null);
    expect(await resetBehind(token)).toMatchObject({ state: "open" });
    await Promise.all([stopReset(token, "192.0.2.1"), stopReset(token, "192.0.2.1")]);
    expect(await resetBehind(token)).toEqual({ state: "stopped" });
    await runDueResets(new Date(Date.now() + 48 * Hour.ms));
    expect(await hasApp(person.id)).toBe(true);
    expect(await actionsOf(person.id)).toEqual(["factor.reset_requested", "factor.reset_stopped"]);
    // It may be asked for again.
    await requestReset(admin, person.id, null);
  });

  it("is taken back by who asked, or stopped by its owner in the portal", async () => {
    const { person, admin } = await lost();
    await requestReset(admin, person.id, null);
    await cancelReset(admin.actor, person.id, null);
    await expect(cancelReset(admin.actor, person.id, null)).rejects.toMatchObject({ code: "not_found" });
    await requestReset(admin, person.id, null);
    await stopOwnReset(await viewerOf(person.id), null);
    await runDueResets(new Date(Date.now() + 48 * Hour.ms));
    expect(await hasApp(person.id)).toBe(true);
  });

  it("is one at a time, also when two ask at the same moment, and only where there is a factor", async () => {
    const { person, admin, organizationId } = await lost();
    const both = await Promise.allSettled([
      requestReset(admin, person.id, null),
      requestReset(admin, person.id, null),
    ]);
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(both.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
    expect(await mailsTo(person.id)).toHaveLength(1);
    const without = await buildUser({ organizationId });
    await expect(requestReset(admin, without.id, null)).rejects.toMatchObject({ code: "conflict" });
  });

  it("is not asked for without a fresh proof, nor for people of others, of one's own rank, or nobody", async () => {
    const { person, admin, partnerId } = await lost();
    const late = { ...admin, provenAt: new Date(Date.now() - 11 * 60_000) };
    await expect(requestReset(late, person.id, null)).rejects.toMatchObject({ code: "proof_required" });
    const foreign = (await lost()).person;
    const peer = await buildUser({ partnerId, role: "PARTNER_ADMIN" });
    await giveApp(peer.id);
    for (const id of [foreign.id, peer.id, admin.actor.userId, "00000000-0000-4000-8000-000000000000"])
      await expect(requestReset(admin, id, null)).rejects.toMatchObject({ code: "not_found" });
    const agent = await viewerOf((await buildUser({ partnerId, role: "PARTNER_AGENT" })).id);
    await expect(requestReset(agent, person.id, null)).rejects.toMatchObject({ code: "not_found" });
    await expect(cancelReset(agent.actor, person.id, null)).rejects.toMatchObject({ code: "not_found" });
  });

  it("does not happen when who asked may not any more", async () => {
    const { person, admin } = await lost();
    await requestReset(admin, person.id, null);
    await db().user.update({ where: { id: admin.actor.userId }, data: { state: "SUSPENDED" } });
    await runDueResets(new Date(Date.now() + 48 * Hour.ms));
    expect(await hasApp(person.id)).toBe(true);
    expect(await actionsOf(person.id)).toEqual(["factor.reset_requested", "factor.reset_stopped"]);
  });
});
