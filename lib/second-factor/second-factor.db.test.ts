import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { deviceCookieName, digestOf, findPending, findSession, type Pending, passFirstFactor } from "../auth";
import { unseal } from "../crypto";
import { db, pool } from "../db";
import { MAIL_PLACE, type Mail } from "../mail";
import { buildPartner, buildUser } from "../testing/factories";
import { codeAt } from "../testing/totp-codes";
import { confirmEnrollment, enrollment, finishEnrollment, verifySecondFactor } from "./index";

const origin = { remoteAddress: "198.51.100.4", userAgent: "test" };

async function pendingOf(userId: string): Promise<Pending> {
  const passed = await passFirstFactor({
    userId,
    method: "password",
    persistent: false,
    returnTo: "",
    origin,
  });
  const pending = await findPending(passed.cookies[0]?.value);
  if (!pending) throw new Error(`not pending but ${passed.next}`);
  return pending;
}

const newAgent = async () => buildUser({ role: "PARTNER_AGENT", partnerId: (await buildPartner()).id });

/** An agent with a factor, and no tries counted. */
async function enrolled() {
  const agent = await newAgent();
  const pending = await pendingOf(agent.id);
  const { seed } = await enrollment(pending, "MyPages");
  const outcome = await confirmEnrollment(pending, codeAt(seed, -1));
  if (!outcome.ok) throw new Error(outcome.reason);
  return { agent, seed, pending, recoveryCodes: outcome.recoveryCodes };
}

const wrongFor = (seed: string) => {
  const near = [-1, 0, 1, 2].map((steps) => codeAt(seed, steps));
  return ["000000", "111111", "222222", "333333", "444444"].find((code) => !near.includes(code)) ?? "";
};

describe("enrolling", () => {
  it("has no session before the first code, then ten recovery codes, then a session", async () => {
    const { agent, seed, pending, recoveryCodes } = await enrolled();
    expect(await db().session.count({ where: { userId: agent.id } })).toBe(0);
    expect(new Set(recoveryCodes).size).toBe(10);
    const passed = await finishEnrollment(pending);
    const session = await findSession(passed?.cookies[0]?.value ?? "");
    expect(session?.viewer.actor).toMatchObject({ kind: "partner", userId: agent.id });
    // Neither the seed nor a recovery code is stored in clear.
    const stored = inspect(await Promise.all([db().totpFactor.findMany(), db().recoveryCode.findMany()]), {
      depth: 9,
    });
    expect([seed, ...recoveryCodes].filter((secret) => stored.includes(secret))).toEqual([]);
  });

  it("keeps one seed while it waits, and never replaces a factor", async () => {
    const agent = await newAgent();
    const pending = await pendingOf(agent.id);
    const [first, again] = await Promise.all([
      enrollment(pending, "MyPages"),
      enrollment(pending, "MyPages"),
    ]);
    expect(again).toEqual(first);
    await confirmEnrollment(pending, codeAt(first.seed));
    await expect(enrollment(pending, "MyPages")).rejects.toMatchObject({ code: "conflict" });
    expect(await confirmEnrollment(pending, codeAt(first.seed, 1))).toMatchObject({
      ok: false,
      reason: "over",
    });
  });

  it("shows a seed to the sign-in that it belongs to only, and takes its code there only", async () => {
    const agent = await newAgent();
    const [owners, strangers] = [await pendingOf(agent.id), await pendingOf(agent.id)];
    const seen = await enrollment(strangers, "MyPages");
    const { seed } = await enrollment(owners, "MyPages");
    expect(seed).not.toBe(seen.seed);
    expect(await confirmEnrollment(owners, codeAt(seen.seed))).toMatchObject({ reason: "wrong_code" });
    expect(await confirmEnrollment(owners, codeAt(seed))).toMatchObject({ ok: true });
    expect(await confirmEnrollment(strangers, codeAt(seen.seed))).toEqual({ ok: false, reason: "over" });
    expect(await verifySecondFactor(strangers, codeAt(seen.seed, 1))).toMatchObject({ reason: "wrong_code" });
  });

  it("does not sign in by an enrolment that another sign-in made", async () => {
    const agent = await newAgent();
    const [mine, strangers] = [await pendingOf(agent.id), await pendingOf(agent.id)];
    const { seed } = await enrollment(mine, "MyPages");
    await confirmEnrollment(mine, codeAt(seed));
    expect(await finishEnrollment(strangers)).toBeNull();
    expect(await finishEnrollment(await pendingOf(agent.id))).toBeNull();
    expect(await finishEnrollment(mine)).toMatchObject({ next: "signed_in" });
  });
});

describe("verifying", () => {
  it("lets exactly one of 50 sign-ins with the same code in", async () => {
    const { agent, seed } = await enrolled();
    const pendings = await Promise.all(Array.from({ length: 50 }, () => pendingOf(agent.id)));
    const code = codeAt(seed, 1);
    // The throttle is another test's: here the code itself must hold, so each comes from a browser that is known.
    const outcomes = await Promise.all(
      pendings.map(async (one, i) => {
        const token = `browser-${i}`;
        const expiresAt = new Date(Date.now() + 60_000);
        await db().knownDevice.create({
          data: { userId: agent.id, tokenHash: digestOf(token), expiresAt },
        });
        return verifySecondFactor(one, code, token);
      }),
    );
    expect(outcomes.filter((one) => one.ok)).toHaveLength(1);
    expect(await db().session.count({ where: { userId: agent.id } })).toBe(1);
  });

  it("takes a recovery code once, also when it comes twice at the same time", async () => {
    const { agent, recoveryCodes } = await enrolled();
    const code = recoveryCodes[3]?.toUpperCase().replace("-", " ") ?? "";
    const two = await Promise.all(
      [await pendingOf(agent.id), await pendingOf(agent.id)].map((one) => verifySecondFactor(one, code)),
    );
    expect(two.filter((one) => one.ok)).toHaveLength(1);
    expect(await verifySecondFactor(await pendingOf(agent.id), code)).toEqual({
      ok: false,
      reason: "wrong_code",
    });
  });

  it("does not take the code or recovery code of somebody else, nor nonsense", async () => {
    const [mine, other] = [await enrolled(), await enrolled()];
    const pending = await pendingOf(mine.agent.id);
    for (const typed of [codeAt(other.seed), other.recoveryCodes[0] ?? "", "", "\u0000"])
      expect(await verifySecondFactor(pending, typed)).toMatchObject({ ok: false, reason: "wrong_code" });
  });

  it("is over after five wrong codes, though the sixth is right", async () => {
    const { agent, seed } = await enrolled();
    const pending = await pendingOf(agent.id);
    for (let i = 0; i < 5; i++)
      expect(await verifySecondFactor(pending, wrongFor(seed))).toMatchObject({ reason: "wrong_code" });
    await pool().query(`DELETE FROM "Throttle"`);
    expect(await verifySecondFactor(pending, codeAt(seed, 1))).toEqual({ ok: false, reason: "over" });
  });

  it("counts wrong codes for the account, over all its sign-ins at once", async () => {
    const { agent, seed } = await enrolled();
    const pendings = await Promise.all(Array.from({ length: 14 }, () => pendingOf(agent.id)));
    const outcomes = await Promise.all(pendings.map((one) => verifySecondFactor(one, wrongFor(seed))));
    const reasons = outcomes.map((one) => !one.ok && one.reason);
    expect(reasons.filter((reason) => reason === "wrong_code")).toHaveLength(5);
    const answer = await verifySecondFactor(await pendingOf(agent.id), codeAt(seed, 1));
    expect(answer).toMatchObject({ reason: "throttled" });
    expect(answer).toHaveProperty("retryAfterSeconds", expect.closeTo(60, -1));
  });

  it("lets the owner in on a known browser while a stranger with the password guesses", async () => {
    const { agent, seed, pending } = await enrolled();
    const passed = await finishEnrollment(pending);
    const device = passed?.cookies.find((cookie) => cookie.name === deviceCookieName())?.value;
    for (let i = 0; i < 6; i++) await verifySecondFactor(await pendingOf(agent.id), wrongFor(seed));
    expect(await verifySecondFactor(await pendingOf(agent.id), codeAt(seed, 1), device)).toMatchObject({
      ok: true,
    });
    // The stranger still waits.
    expect(await verifySecondFactor(await pendingOf(agent.id), wrongFor(seed))).toMatchObject({
      reason: "throttled",
    });
  });

  it("tells the owner once of ten wrong codes in a row, and of a recovery code that was used", async () => {
    const { agent, seed, recoveryCodes } = await enrolled();
    const mails = async () => {
      const { rows } = await pool().query<{ payload: { sealed: string } }>(
        `SELECT payload FROM graphile_worker._private_jobs ORDER BY id`,
      );
      const all = rows.map(({ payload }) => JSON.parse(unseal(payload.sealed, MAIL_PLACE)) as Mail);
      return all.filter((mail) => mail.userId === agent.id).map((mail) => mail.template);
    };
    for (let i = 0; i < 12; i++) {
      // As if the wait were over.
      await pool().query(`UPDATE "Throttle" SET "waitUntil" = now() - interval '1 second'`);
      await pool().query(
        `DELETE FROM "Throttle" WHERE "waitUntil" IS NULL AND "windowStart" > to_timestamp(0)`,
      );
      await verifySecondFactor(await pendingOf(agent.id), wrongFor(seed));
    }
    expect(await mails()).toEqual(["factorAdded", "factorThrottled"]);
    await pool().query(`DELETE FROM "Throttle"`);
    await verifySecondFactor(await pendingOf(agent.id), recoveryCodes[0] ?? "");
    expect((await mails()).at(-1)).toBe("recoveryCodeUsed");
  });
});
