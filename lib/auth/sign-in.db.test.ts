import { beforeAll, describe, expect, it } from "vitest";
import { db, pool } from "../db";
import { buildPartner, buildUser } from "../testing/factories";
import { deviceCookieName } from "./known-device";
import { hashPassword } from "./password";
import { createSession, endSession, findSession, type Origin, purgeSessions, stillValid } from "./session";
import { signIn } from "./sign-in";

const password = "correct horse battery staple";
let passwordHash: string;
beforeAll(async () => {
  passwordHash = await hashPassword(password);
});

let caller = 0;
const origin = () => ({ remoteAddress: `198.51.100.${++caller}`, userAgent: "test" });
const attempt = (address: string, given = password, from: Origin = origin()) =>
  signIn({ address, password: given, keep: false, returnTo: "" }, from);

describe("signing in", () => {
  it("takes the e-mail and the video address", async () => {
    const user = await buildUser({ passwordHash });
    expect(await attempt(user.email)).toMatchObject({ ok: true });
    expect(await attempt(user.videoAddress ?? "")).toMatchObject({ ok: true });
  });

  it("gives one answer for an unknown person, a wrong password, a closed account and one without a password", async () => {
    const user = await buildUser({ passwordHash });
    const suspended = await buildUser({ passwordHash, state: "SUSPENDED" });
    const without = await buildUser();
    const answers = [
      await attempt("nobody@mail.example"),
      await attempt(user.email, "wrong"),
      await attempt(suspended.email),
      await attempt(without.email),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it("does not let a partner or operator in on a password alone", async () => {
    const partnerId = (await buildPartner()).id;
    const agent = await buildUser({ passwordHash, role: "PARTNER_AGENT", partnerId });
    const operator = await buildUser({ passwordHash, role: "OPERATOR" });
    for (const { email } of [agent, operator]) {
      expect(await attempt(email)).toMatchObject({ ok: true, next: "enroll", to: "/login/enroll" });
    }
    expect(await db().session.count({ where: { userId: { in: [agent.id, operator.id] } } })).toBe(0);
  });

  it("verifies the password exactly: case, spaces, every character, but not the way it was composed", async () => {
    const exact = "Grün 🌲 passphrase, longer than sixty-four characters to be certain of it ";
    const user = await buildUser({ passwordHash: await hashPassword(exact) });
    expect(await attempt(user.email, exact.normalize("NFD"))).toMatchObject({ ok: true });
    for (const wrong of [exact.trim(), exact.toLowerCase(), exact.slice(0, 64)]) {
      expect(await attempt(user.email, wrong)).toMatchObject({ ok: false });
    }
  });

  it("stops guessing at one account after ten tries, in parallel and over both its addresses", async () => {
    const user = await buildUser({ passwordHash });
    const tries = Array.from({ length: 20 }, (_, i) =>
      attempt(i % 2 ? user.email : (user.videoAddress ?? ""), "wrong"),
    );
    const outcomes = (await Promise.all(tries)).map((outcome) => !outcome.ok && outcome.reason);
    expect(outcomes.filter((reason) => reason === "wrong_credentials")).toHaveLength(10);
    expect(await attempt(user.email)).toMatchObject({ reason: "throttled" });
  });

  it("lets the owner in from a browser of theirs while strangers guess, and holds guessing from it, too", async () => {
    const user = await buildUser({ passwordHash });
    const first = await attempt(user.email);
    const deviceToken = first.ok
      ? first.cookies.find(({ name }) => name === deviceCookieName())?.value
      : undefined;
    await Promise.all(Array.from({ length: 12 }, () => attempt(user.email, "wrong")));
    expect(await attempt(user.email)).toMatchObject({ reason: "throttled" });

    expect(await attempt(user.email, password, { ...origin(), deviceToken })).toMatchObject({ ok: true });
    // Another person's browser, and an invented one, are strangers'.
    const other = await attempt((await buildUser({ passwordHash })).email);
    const othersToken = other.ok
      ? other.cookies.find(({ name }) => name === deviceCookieName())?.value
      : undefined;
    for (const token of [othersToken, "x".repeat(43)])
      expect(await attempt(user.email, password, { ...origin(), deviceToken: token })).toMatchObject({
        ok: false,
      });

    for (let i = 0; i < 10; i++) await attempt(user.email, "wrong", { ...origin(), deviceToken });
    expect(await attempt(user.email, password, { ...origin(), deviceToken })).toMatchObject({
      reason: "throttled",
    });
  });

  it("refuses the password where single sign-on is required, except that of the break-glass admin", async () => {
    const admin = await buildUser({ passwordHash, role: "ORG_ADMIN" });
    const organizationId = admin.organizationId ?? "";
    const user = await buildUser({ passwordHash, organizationId });
    const data = { requiresSso: true, breakGlassUserId: admin.id };
    await db().organization.update({ where: { id: organizationId }, data });
    expect(await attempt(user.email)).toEqual({ ok: false, reason: "wrong_credentials" });
    expect(await attempt(admin.email)).toMatchObject({ ok: true });
    // The exception is the admin's, not the person's.
    await db().user.update({ where: { id: admin.id }, data: { role: "USER" } });
    expect(await attempt(admin.email)).toEqual({ ok: false, reason: "wrong_credentials" });
  });

  it("asks for a second factor where the organization requires one", async () => {
    const user = await buildUser({ passwordHash });
    await db().organization.update({
      where: { id: user.organizationId ?? "" },
      data: { requiresSecondFactor: true },
    });
    expect(await attempt(user.email)).toMatchObject({ ok: true, next: "enroll" });
    expect(await db().session.count({ where: { userId: user.id } })).toBe(0);
  });

  it("notes successes and failures in the audit log, a flood of tries once, without what was typed", async () => {
    const user = await buildUser({ passwordHash });
    await attempt(user.email);
    await Promise.all(Array.from({ length: 15 }, () => attempt(user.email, "wrong guess")));
    const events = await db().auditEvent.findMany({ where: { subjectId: user.id }, orderBy: { id: "asc" } });
    const count = (action: string) => events.filter((event) => event.action === action).length;
    expect([count("sign_in.succeeded"), count("sign_in.refused"), count("sign_in.throttled")]).toEqual([
      1, 10, 1,
    ]);
    expect(JSON.stringify(events.map((event) => event.facts))).not.toMatch(/wrong guess|@/);
  });

  it("throttles an unknown account alike", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () => attempt("ghost@mail.example", "wrong")),
    );
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.reason === "throttled")).toHaveLength(2);
  });

  it("forgets the tries after a success, and stores no address in clear", async () => {
    const user = await buildUser({ passwordHash });
    for (let i = 0; i < 5; i++) await attempt(user.email, "wrong");
    await attempt(user.email);
    for (let i = 0; i < 9; i++)
      expect(await attempt(user.email, "wrong")).toMatchObject({ reason: "wrong_credentials" });
    const { rows } = await pool().query<{ key: string }>(`SELECT "key" FROM "Throttle"`);
    expect(rows.some(({ key }) => key.includes("@") || key.includes("198.51"))).toBe(false);
  });
});

describe("a session", () => {
  const make = async (userId: string, persistent = false) =>
    (await createSession(userId, { method: "password", persistent, remoteAddress: null, userAgent: null }))
      .value;

  it("is over at once when it is ended, and when the account is closed", async () => {
    const user = await buildUser();
    const [one, two] = [await make(user.id), await make(user.id)];
    expect(await findSession(one)).not.toBeNull();
    await endSession(one);
    expect(await findSession(one)).toBeNull();
    expect(await findSession(two)).not.toBeNull();
    await db().user.update({ where: { id: user.id }, data: { state: "TERMINATED" } });
    expect(await findSession(two)).toBeNull();
    const sessions = await db().session.findMany({ where: { userId: user.id } });
    expect((await stillValid(sessions.map((s) => s.id))).size).toBe(0);
  });

  it("is over after its idle time, and at its end however much it is used", async () => {
    const user = await buildUser();
    for (const over of [
      { idleExpiresAt: new Date(Date.now() - 1) },
      { expiresAt: new Date(Date.now() - 1) },
    ]) {
      const token = await make(user.id);
      expect(await findSession(token)).not.toBeNull();
      await db().session.updateMany({ where: { userId: user.id }, data: over });
      expect(await findSession(token)).toBeNull();
    }
    await purgeSessions();
    expect(await db().session.count({ where: { userId: user.id } })).toBe(0);
  });

  it("keeps only the token's digest", async () => {
    const user = await buildUser();
    const token = await make(user.id);
    const stored = await db().session.findFirstOrThrow({ where: { userId: user.id } });
    expect(Buffer.from(stored.tokenHash).toString("utf8")).not.toContain(token);
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(await findSession("")).toBeNull();
  });
});
