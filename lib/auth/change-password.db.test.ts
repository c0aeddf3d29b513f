import { describe, expect, it } from "vitest";
import { db } from "../db";
import { buildUser } from "../testing/factories";
import { waitingMails } from "../testing/queue";
import { changePassword, hasPassword } from "./change-password";
import { hashPassword, verifyPassword } from "./password";
import { createPending, findPending } from "./pending";
import { createSession, findSession, type Viewer } from "./session";

const current = "correct horse battery staple";
const next = "gravel lantern oboe thirsty";

async function person(): Promise<{ id: string; viewer: Viewer }> {
  const { id } = await buildUser({ passwordHash: await hashPassword(current) });
  return { id, viewer: await signedIn(id) };
}

async function signedIn(userId: string): Promise<Viewer> {
  const how = { method: "password", persistent: false, remoteAddress: null, userAgent: null } as const;
  const found = await findSession((await createSession(userId, how)).value);
  if (!found) throw new Error("no session");
  return found.viewer;
}

const hashOf = async (id: string) => (await db().user.findUniqueOrThrow({ where: { id } })).passwordHash;

describe("changing the password", () => {
  it("takes the present one, ends all other sessions, and notes it", async () => {
    const { id, viewer } = await person();
    await signedIn(id);
    const origin = { remoteAddress: null, userAgent: null };
    const begun = await createPending({
      userId: id,
      method: "password",
      persistent: false,
      returnTo: "/",
      origin,
    });
    expect(await changePassword(viewer, { current, next }, null)).toEqual({ ok: true });
    // What the old password began is over.
    expect(await findPending(begun.value)).toBeNull();
    expect(await waitingMails(id)).toMatchObject([{ template: "passwordChanged" }]);
    expect(await verifyPassword(await hashOf(id), next)).toBe(true);
    const sessions = await db().session.findMany({ where: { userId: id } });
    expect(sessions.map((session) => session.id)).toEqual([viewer.sessionId]);
    const [event] = await db().auditEvent.findMany({ where: { subjectId: id } });
    expect(event).toMatchObject({ action: "password.changed", facts: { sessionsEnded: 1 } });
  });

  it("refuses a wrong one, a weak one, and the same again, and changes nothing", async () => {
    const { id, viewer } = await person();
    const before = await hashOf(id);
    const refused = async (input: { current: string; next: string }) =>
      expect(await changePassword(viewer, input, null)).toMatchObject({ ok: false });
    await refused({ current: "wrong", next });
    await refused({ current, next: "password123456" });
    await refused({ current, next: "short" });
    await refused({ current, next: current });
    expect(await hashOf(id)).toBe(before);
    const events = await db().auditEvent.findMany({ where: { subjectId: id } });
    expect(events.map(({ action, facts }) => [action, facts])).toEqual([
      ["password.change_refused", { why: "wrong_password" }],
    ]);
  });

  it("stops guessing at the present one", async () => {
    const { viewer } = await person();
    for (let i = 0; i < 10; i++) await changePassword(viewer, { current: "wrong", next }, null);
    expect(await changePassword(viewer, { current, next }, null)).toMatchObject({ reason: "throttled" });
  });

  it("lets one of two changes at the same time win", async () => {
    const { id, viewer } = await person();
    const other = "thirsty violin pebble quartz";
    const outcomes = await Promise.all(
      [next, other].map((one) => changePassword(viewer, { current, next: one }, null)),
    );
    expect(outcomes.filter((one) => one.ok)).toHaveLength(1);
    expect(await db().auditEvent.count({ where: { subjectId: id, action: "password.changed" } })).toBe(1);
  });

  it("is not for people who must use single sign-on, except the break-glass admin", async () => {
    const { id, viewer } = await person();
    const where = { id: "organizationId" in viewer.actor ? viewer.actor.organizationId : "" };
    await db().organization.update({ where, data: { requiresSso: true } });
    expect(await hasPassword(id)).toBe(false);
    expect(await changePassword(viewer, { current, next }, null)).toMatchObject({ reason: "wrong" });
    await db().organization.update({ where, data: { breakGlassUserId: id } });
    expect(await hasPassword(id)).toBe(false);
    await db().user.update({ where: { id }, data: { role: "ORG_ADMIN" } });
    expect(await hasPassword(id)).toBe(true);
    expect(await changePassword(viewer, { current, next }, null)).toEqual({ ok: true });
  });

  it("knows who has none", async () => {
    const without = await buildUser();
    expect(await hasPassword(without.id)).toBe(false);
    expect(await changePassword(await signedIn(without.id), { current, next }, null)).toMatchObject({
      reason: "wrong",
    });
  });
});
