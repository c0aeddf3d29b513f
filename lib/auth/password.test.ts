import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password";

describe("password hashes", () => {
  it("are argon2id at the chosen cost, salted, and open with the same password only", async () => {
    const [one, two] = await Promise.all([hashPassword("pässwörd"), hashPassword("pässwörd")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword(one, "pässwörd".normalize("NFD"))).toBe(true);
    expect(await verifyPassword(one, "password")).toBe(false);
    expect(await verifyPassword(null, "no one has this password")).toBe(false);
  });

  it("tell a broken hash from a wrong password", async () => {
    await expect(verifyPassword("not a hash", "x")).rejects.toThrow();
  });

  it("are made one after another however many ask, and turn away what would wait too long", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 260 }, () => verifyPassword(null, "x")));
    const refused = outcomes.filter((one) => one.status === "rejected");
    expect(refused.length).toBeGreaterThanOrEqual(50);
    for (const one of refused) expect(one).toMatchObject({ reason: { code: "too_many_requests" } });
    expect(await verifyPassword(null, "x")).toBe(false);
    // 200 hashes on threads that give way to everything else: on a busy machine they take their time.
  }, 60_000);
});
