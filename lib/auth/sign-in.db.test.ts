import { beforeAll, describe, expect, it } from "vitest";
import { db, pool } from "../db";
import { buildPartner, buildUser } from "../testing/factories";
import { hashPassword } from "./password";
import { createSession, endSession, findSession, purgeSessions, stillValid } from "./session";
import { signIn } from "./sign-in";

const password = "correct horse battery staple";
let passwordHash: string;
beforeAll(async () => {
  passwordHash = await hashPassword(password);
});

let caller = 0;
const origin = () => ({ remoteAddress: `198.51.100.${++caller}`, userAgent: "test" });
const attempt = (address: string, given = password, from = origin()) =>
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
