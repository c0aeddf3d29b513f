import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { pool } from "../db";
import { Hour, Minute } from "../time";
import { countTries, countTry, forgetTries, purgeThrottle } from "./throttle";

// Ten seconds into an hour, so that no window ends within a test.
const start = Math.floor(Date.now() / Hour.ms) * Hour.ms + 10_000;

describe("waits between codes", () => {
  it("are none for five tries, then double up to an hour", async () => {
    const subject = randomUUID();
    for (let i = 0; i < 4; i++) await countTry("factor", subject, start);
    expect(await countTry("factor", subject, start)).toMatchObject({ allowed: true, tries: 5 });
    const waits: number[] = [];
    let now = start;
    for (let i = 0; i < 6; i++) {
      const refused = await countTry("factor", subject, now);
      if (refused.allowed) throw new Error("not waiting");
      waits.push(Math.round(refused.retryAfterSeconds / 60));
      now += refused.retryAfterSeconds * 1000;
      await pool().query(`DELETE FROM "Throttle" WHERE "windowStart" > to_timestamp(0)`);
      expect(await countTry("factor", subject, now)).toMatchObject({ allowed: true });
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32]);
    expect(await countTry("factor", subject, now + 59 * Minute.ms)).toMatchObject({ allowed: false });
  });

  it("are not made longer by asking, and gone after a success", async () => {
    const subject = randomUUID();
    for (let i = 0; i < 5; i++) await countTry("factor", subject, start);
    for (let i = 0; i < 20; i++)
      expect(await countTry("factor", subject, start + 30_000)).toMatchObject({ retryAfterSeconds: 30 });
    await forgetTries("factor", subject);
    expect(await countTry("factor", subject, start + 30_000)).toMatchObject({ allowed: true, tries: 1 });
  });

  it("let five of fifty through that come at the same moment", async () => {
    const subject = randomUUID();
    const all = await Promise.all(Array.from({ length: 50 }, () => countTry("factor", subject, start)));
    expect(all.filter((one) => one.allowed)).toHaveLength(5);
  });

  it("allow thirty in a day at the most, however patient somebody is", async () => {
    const subject = randomUUID();
    let allowed = 0;
    // Midnight, so that it is one day.
    const midnight = Math.floor(Date.now() / (24 * Hour.ms)) * 24 * Hour.ms;
    for (let now = midnight; now < midnight + 24 * Hour.ms; now += 10 * Minute.ms)
      if ((await countTry("factor", subject, now)).allowed) allowed++;
    expect(allowed).toBeLessThanOrEqual(30);
    expect(allowed).toBeGreaterThan(20);
  });

  it("survive the cleaning while they last", async () => {
    const subject = randomUUID();
    for (let i = 0; i < 5; i++) await countTry("factor", subject);
    await pool().query(`UPDATE "Throttle" SET "windowEnd" = now() - interval '1 second'`);
    await purgeThrottle();
    expect(await countTry("factor", subject)).toMatchObject({ allowed: false });
  });
});

describe("tries that are counted one after the other", () => {
  const caller = () => ({ kind: "address", subject: randomUUID() }) as const;
  const account = () => ({ kind: "account", subject: randomUUID() }) as const;

  it("say which limit was reached, and when it was the first time", async () => {
    const owner = account();
    for (let i = 0; i < 10; i++)
      expect(await countTries([caller(), owner], start)).toEqual({ allowed: true });
    const refused = { allowed: false, kind: "account", retryAfterSeconds: 15 * 60 - 10 };
    expect(await countTries([caller(), owner], start)).toEqual({ ...refused, isFirst: true });
    expect(await countTries([caller(), owner], start)).toEqual({ ...refused, isFirst: false });
  });

  it("leave the account alone that a refused caller tries", async () => {
    const [stranger, owner, last] = [caller(), account(), account()];
    for (let i = 0; i < 100; i++) await countTry(stranger.kind, stranger.subject, start);
    for (let i = 0; i < 20; i++)
      expect(await countTries([stranger, owner, last], start)).toMatchObject({
        allowed: false,
        kind: "address",
      });
    for (const one of [owner, last])
      for (let i = 0; i < 10; i++) expect(await countTries([one], start)).toEqual({ allowed: true });
  });

  it("let ten of fifty through that come at the same moment", async () => {
    const owner = account();
    const all = await Promise.all(Array.from({ length: 50 }, () => countTries([caller(), owner], start)));
    expect(all.filter((one) => one.allowed)).toHaveLength(10);
  });
});
