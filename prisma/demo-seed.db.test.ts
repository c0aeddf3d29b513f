import { expect, it } from "vitest";
import { findPending, signIn } from "../lib/auth";
import { db } from "../lib/db";
import { verifySecondFactor } from "../lib/second-factor";
import { newSeed } from "../lib/second-factor/totp";
import { codeAt } from "../lib/testing/totp-codes";
import { demoPeople, seedDemo } from "./demo-seed";

it("gives the demo's staff the printed second factor, also in a database that is there already", async () => {
  const seed = newSeed();
  const password = "demo-0123456789ab";
  await seedDemo(password, seed);
  // One who has set up a factor of their own since, one whose factor was taken away.
  const own = { seedSealed: "own" };
  await db().totpFactor.updateMany({ where: { user: { email: "agent@nordic.example" } }, data: own });
  await db().totpFactor.deleteMany({ where: { user: { email: "operator@mypages.example" } } });
  await seedDemo(password, seed);
  expect(await db().totpFactor.count({ where: own })).toBe(1);
  expect(await db().totpFactor.count()).toBe(4);
  expect(await db().user.count()).toBe(demoPeople.length);

  for (const address of ["partner@nordic.example", "operator@mypages.example"]) {
    const origin = { remoteAddress: "192.0.2.7", userAgent: "test" };
    const first = await signIn({ address, password, keep: false, returnTo: "" }, origin);
    if (!first.ok) throw new Error(first.reason);
    expect(first.next).toBe("verify");
    const pending = await findPending(first.cookies[0]?.value);
    if (!pending) throw new Error("no sign-in waits");
    expect(await verifySecondFactor(pending, codeAt(seed))).toMatchObject({ ok: true });
  }
});
