import { describe, expect, it } from "vitest";
import { createSession, findSession, passFirstFactor, type Viewer } from "../auth";
import { db } from "../db";
import { buildOrganization, buildUser } from "../testing/factories";
import { codeAt } from "../testing/totp-codes";
import { beginApp, confirmApp, newRecoveryCodes, ownFactors, removeApp, renamePasskey } from "./index";

async function viewerOf(userId: string): Promise<Viewer> {
  const how = { method: "password", persistent: false, remoteAddress: null, userAgent: null } as const;
  const found = await findSession((await createSession(userId, how)).value);
  if (!found) throw new Error("no session");
  return found.viewer;
}

async function withApp(over: Parameters<typeof buildUser>[0] = {}) {
  const user = await buildUser(over);
  const viewer = await viewerOf(user.id);
  const { seed } = await beginApp(viewer, "MyPages");
  const added = await confirmApp(viewer, codeAt(seed), null);
  if (!added.ok || !added.recoveryCodes) throw new Error("not added");
  return { user, viewer, seed, recoveryCodes: added.recoveryCodes };
}

const actionsOf = async (userId: string) =>
  (await db().auditEvent.findMany({ where: { subjectId: userId }, orderBy: { id: "asc" } })).map(
    (event) => event.action,
  );

describe("a person's own factors", () => {
  it("need a proof of a moment ago for every change", async () => {
    const { viewer } = await withApp();
    const late = { ...viewer, provenAt: new Date(Date.now() - 11 * 60_000) };
    const proof = expect.objectContaining({ code: "proof_required" });
    await expect(beginApp(late, "MyPages")).rejects.toEqual(proof);
    await expect(confirmApp(late, "000000", null)).rejects.toEqual(proof);
    await expect(removeApp(late, null)).rejects.toEqual(proof);
    await expect(newRecoveryCodes(late, null)).rejects.toEqual(proof);
  });

  it("come and go with recovery codes, an event each, and the end of sign-ins under way", async () => {
    const { user, viewer } = await withApp();
    const from = { remoteAddress: null, userAgent: null };
    await passFirstFactor({
      userId: user.id,
      method: "password",
      persistent: false,
      returnTo: "",
      origin: from,
    });
    expect(await db().pendingSignIn.count({ where: { userId: user.id } })).toBe(1);
    await removeApp(viewer, null);
    expect(await db().pendingSignIn.count({ where: { userId: user.id } })).toBe(0);
    expect(await ownFactors(user.id)).toEqual({
      app: null,
      passkeys: [],
      recoveryCodesLeft: 0,
      mustHave: false,
    });
    expect(await db().session.count({ where: { userId: user.id } })).toBe(1);
    expect(await actionsOf(user.id)).toEqual(["factor.added", "factor.removed"]);
  });

  it("keep a seed to the session that shows it", async () => {
    const user = await buildUser();
    const [here, there] = [await viewerOf(user.id), await viewerOf(user.id)];
    const { seed } = await beginApp(here, "MyPages");
    await expect(confirmApp(there, codeAt(seed), null)).rejects.toMatchObject({ code: "conflict" });
    expect((await beginApp(there, "MyPages")).seed).not.toBe(seed);
    expect(await confirmApp(there, codeAt(seed), null)).toMatchObject({ reason: "wrong_code" });
  });

  it("are not the last one where the organization asks for one", async () => {
    const { id: organizationId } = await buildOrganization({ requiresSecondFactor: true });
    const { user, viewer } = await withApp({ organizationId });
    await expect(removeApp(viewer, null)).rejects.toMatchObject({ code: "forbidden" });
    expect((await ownFactors(user.id)).app).not.toBeNull();
    expect(await db().recoveryCode.count({ where: { userId: user.id } })).toBe(10);
  });

  it("void the old recovery codes when new ones are made", async () => {
    const { user, viewer, recoveryCodes } = await withApp();
    const fresh = await newRecoveryCodes(viewer, null);
    expect(fresh.filter((code) => recoveryCodes.includes(code))).toEqual([]);
    expect((await ownFactors(user.id)).recoveryCodesLeft).toBe(10);
  });

  it("are nobody else's to name", async () => {
    const owner = await buildUser();
    const data = { userId: owner.id, credentialId: owner.id, publicKey: new Uint8Array([1]), counter: 0n };
    const { id } = await db().passkey.create({ data: { ...data, name: "Key" } });
    const stranger = await viewerOf((await buildUser()).id);
    await expect(renamePasskey(stranger, id, "Mine")).rejects.toMatchObject({ code: "not_found" });
  });
});
