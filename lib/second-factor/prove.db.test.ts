import { describe, expect, it } from "vitest";
import {
  createSession,
  findSession,
  hashPassword,
  isProven,
  proofWays,
  proveByPassword,
  requireProof,
  type Viewer,
} from "../auth";
import { seal } from "../crypto";
import { db, pool } from "../db";
import { buildOrganization, buildUser } from "../testing/factories";
import { codeAt } from "../testing/totp-codes";
import { proveByCode, totpSeedPlace } from "./index";
import { newSeed } from "./totp";

const password = "correct horse battery staple";

async function viewerOf(userId: string): Promise<{ viewer: Viewer; again: () => Promise<Viewer> }> {
  const how = { method: "password", persistent: false, remoteAddress: null, userAgent: null } as const;
  const { value } = await createSession(userId, how);
  await pool().query(`UPDATE "Session" SET "provenAt" = now() - interval '11 minutes' WHERE "userId" = $1`, [
    userId,
  ]);
  const again = async () => {
    const found = await findSession(value);
    if (!found) throw new Error("no session");
    return found.viewer;
  };
  return { viewer: await again(), again };
}

async function withApp() {
  const user = await buildUser({ passwordHash: await hashPassword(password) });
  const seed = newSeed();
  await db().totpFactor.create({
    data: { userId: user.id, seedSealed: seal(seed, totpSeedPlace(user.id)) },
  });
  return { user, seed, ...(await viewerOf(user.id)) };
}

const actionsOf = async (userId: string) =>
  (await db().auditEvent.findMany({ where: { subjectId: userId }, orderBy: { id: "asc" } })).map(
    (event) => event.action,
  );

describe("proving who one is, anew", () => {
  it("is by the password for somebody without a second factor, and then counts for ten minutes", async () => {
    const user = await buildUser({ passwordHash: await hashPassword(password) });
    const { viewer, again } = await viewerOf(user.id);
    expect(() => requireProof(viewer)).toThrow(expect.objectContaining({ code: "proof_required" }));
    expect(await proveByPassword(viewer, "wrong", null)).toEqual({ ok: false, reason: "wrong_password" });
    expect(isProven(await again())).toBe(false);
    expect(await proveByPassword(viewer, password, null)).toEqual({ ok: true });
    const proven = await again();
    requireProof(proven);
    expect(isProven(proven, Date.now() + 10 * 60_000)).toBe(false);
    expect(await actionsOf(user.id)).toEqual(["session.proof_refused", "session.proven"]);
  });

  it("is by a code, never by the password alone, for somebody with a second factor", async () => {
    const { viewer, again, seed } = await withApp();
    await expect(proveByPassword(viewer, password, null)).rejects.toMatchObject({ code: "forbidden" });
    expect(await proveByCode(viewer, "000000", null)).toMatchObject({ ok: false, reason: "wrong_code" });
    expect(await proveByCode(viewer, codeAt(seed), null)).toEqual({ ok: true });
    expect(await proveByCode(viewer, codeAt(seed), null)).toMatchObject({ reason: "wrong_code" });
    expect(isProven(await again())).toBe(true);
  });

  it("proves one session, not the person's others", async () => {
    const { viewer, user, seed } = await withApp();
    const other = await viewerOf(user.id);
    await proveByCode(viewer, codeAt(seed), null);
    expect(isProven(await other.again())).toBe(false);
  });

  it("sends people without password and factor through their provider again", async () => {
    const organization = await buildOrganization({ requiresSso: true });
    const user = await buildUser({
      organizationId: organization.id,
      passwordHash: await hashPassword(password),
    });
    const { viewer } = await viewerOf(user.id);
    expect(await proofWays(viewer)).toEqual({
      passkey: false,
      code: false,
      password: false,
      provider: null,
      signInAgain: true,
    });
    await expect(proveByPassword(viewer, password, null)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("makes who guesses in a session wait, apart from those who guess at the sign-in", async () => {
    const { viewer, seed } = await withApp();
    for (let i = 0; i < 5; i++) await proveByCode(viewer, "nonsense", null);
    expect(await proveByCode(viewer, codeAt(seed), null)).toMatchObject({ reason: "throttled" });
  });
});
