import { describe, expect, it } from "vitest";
import { db } from "../db";
import { buildUser } from "../testing/factories";
import { endOtherSessions, endOwnSession, ownSessions } from "./own-sessions";
import { createSession, findSession, type Viewer } from "./session";

async function signedIn(userId: string, userAgent: string | null = null): Promise<Viewer> {
  const how = { method: "password", persistent: false, remoteAddress: "198.51.100.9", userAgent } as const;
  const { value } = await createSession(userId, how);
  const found = await findSession(value);
  if (!found) throw new Error("no session");
  return found.viewer;
}

describe("own sessions", () => {
  it("shows a person's browsers, this one first, and nobody else's", async () => {
    const user = await buildUser();
    const here = await signedIn(user.id);
    await signedIn(user.id, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    await signedIn((await buildUser()).id);
    const sessions = await ownSessions(here);
    expect(sessions.map((one) => [one.isCurrent, one.browser])).toEqual([
      [true, null],
      [false, "Firefox 140"],
    ]);
    expect(sessions[0]).toMatchObject({
      remoteAddress: "198.51.100.9",
      network: "public",
      method: "password",
    });
  });

  it("does not show those that are over", async () => {
    const user = await buildUser();
    const here = await signedIn(user.id);
    const other = await signedIn(user.id);
    await db().session.update({ where: { id: other.sessionId }, data: { idleExpiresAt: new Date(0) } });
    expect(await ownSessions(here)).toHaveLength(1);
  });

  it("ends one, or all others, and notes it", async () => {
    const user = await buildUser();
    const here = await signedIn(user.id);
    const [a] = [await signedIn(user.id), await signedIn(user.id), await signedIn(user.id)];
    await endOwnSession(here, a.sessionId, null);
    await expect(endOwnSession(here, a.sessionId, null)).rejects.toMatchObject({ code: "not_found" });
    expect(await endOtherSessions(here, null)).toBe(2);
    expect(await endOtherSessions(here, null)).toBe(0);
    expect((await ownSessions(here)).map((one) => one.id)).toEqual([here.sessionId]);
    const events = await db().auditEvent.findMany({ where: { actorId: user.id }, orderBy: { id: "asc" } });
    expect(events.map((event) => [event.action, event.facts])).toEqual([
      ["session.ended", { count: 1 }],
      ["session.ended", { count: 2 }],
    ]);
  });

  it("does not end somebody else's, nor say that it exists", async () => {
    const [me, other] = [await signedIn((await buildUser()).id), await signedIn((await buildUser()).id)];
    await expect(endOwnSession(me, other.sessionId, null)).rejects.toMatchObject({ code: "not_found" });
    await expect(endOwnSession(me, crypto.randomUUID(), null)).rejects.toMatchObject({ code: "not_found" });
    expect(await ownSessions(other)).toHaveLength(1);
  });
});
