import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import { createSession, digestOf, findPending, hashPassword, newToken } from "../auth";
import { verifyPassword } from "../auth/password";
import { createPending } from "../auth/pending";
import { seal } from "../crypto";
import { db } from "../db";
import { totpSeedPlace } from "../second-factor";
import { buildOrganization, buildUser } from "../testing/factories";
import { newestToken, waitingJobs, waitingMails } from "../testing/queue";
import { Day } from "../time";
import { answerRequest, RECOVERY_JOB, requestRecovery } from "./request";
import { findRecovery, recoverPassword } from "./reset";

const next = "gravel lantern oboe thirsty";
const origin = { remoteAddress: "198.51.100.7", userAgent: null };

async function person(over: Parameters<typeof buildUser>[0] = {}) {
  return buildUser({ passwordHash: await hashPassword("correct horse battery staple"), ...over });
}

let caller = 0;
/** Asks for a new password, and has the worker answer. */
async function ask(address: string): Promise<void> {
  const asked = await requestRecovery({ address, locale: "ja", remoteAddress: `203.0.113.${++caller}` });
  expect(asked).toEqual({ ok: true });
  await answerRequest((await waitingJobs(RECOVERY_JOB)).at(-1));
}

const templatesOf = async (userId: string) => (await waitingMails(userId)).map(({ template }) => template);

describe("asking for a new password", () => {
  it("does the same work for somebody known, unknown, invited, or suspended, and gives the same answer", async () => {
    const people = {
      known: (await person()).email,
      video: (await person()).videoAddress ?? "",
      invited: (await buildUser({ state: "INVITED" })).email,
      suspended: (await person({ state: "SUSPENDED" })).email,
      unknown: "nobody@mail.example",
    };
    const spy = vi.spyOn(pg.Client.prototype, "query");
    const done: string[] = [];
    for (const address of Object.values(people)) {
      spy.mockClear();
      const answer = await requestRecovery({ address, locale: "en", remoteAddress: "192.0.2.9" });
      const statements = spy.mock.calls.map(([query]) => (typeof query === "string" ? query : "other"));
      done.push(JSON.stringify({ answer, statements }));
    }
    spy.mockRestore();
    expect(new Set(done).size).toBe(1);
    expect(done[0]).toContain("add_job");
    expect(done[0]).not.toContain('"User"');
  });

  it("mails a link, a word about single sign-on, the invitation again, or nothing", async () => {
    const known = await person();
    await ask(known.email);
    await ask(known.videoAddress ?? "");
    const mails = await waitingMails(known.id);
    expect(mails).toMatchObject([
      { template: "recover", locale: "ja" },
      { template: "recover", locale: "ja" },
    ]);
    const minutes = (new Date(mails[0]?.until ?? 0).getTime() - Date.now()) / 60_000;
    expect(Math.round(minutes)).toBe(30);

    const invited = await buildUser({ state: "INVITED" });
    await ask(invited.email);
    expect(await templatesOf(invited.id)).toEqual(["activate"]);

    const organization = await buildOrganization({ requiresSso: true });
    const bySso = await person({ organizationId: organization.id });
    const breakGlass = await person({ organizationId: organization.id, role: "ORG_ADMIN" });
    const without = await buildUser();
    await db().organization.update({
      where: { id: organization.id },
      data: { breakGlassUserId: breakGlass.id },
    });
    for (const { email } of [bySso, breakGlass, without]) await ask(email);
    expect(await templatesOf(bySso.id)).toEqual(["recoverBySso"]);
    expect(await templatesOf(without.id)).toEqual(["recoverBySso"]);
    expect(await templatesOf(breakGlass.id)).toEqual(["recover"]);

    for (const state of ["SUSPENDED", "TERMINATED"] as const) {
      const closed = await person({ state });
      await ask(closed.email);
      expect(await templatesOf(closed.id)).toEqual([]);
    }
    await ask("nobody@mail.example");
    const [event] = await db().auditEvent.findMany({ where: { subjectId: known.id }, take: 1 });
    expect(event).toMatchObject({ action: "password.recovery_requested", facts: { answer: "recover" } });
  });

  it("is held to a few mails an hour for one address, known or not, and from one place", async () => {
    for (const address of [(await person()).email, "unheard-of@mail.example"]) {
      for (let i = 0; i < 5; i++) await ask(address);
      const more = await requestRecovery({ address, locale: "en", remoteAddress: "192.0.2.77" });
      expect(more).toMatchObject({ ok: false });
    }
    const from = { locale: "en", remoteAddress: "192.0.2.78" };
    for (let i = 0; i < 30; i++)
      expect(await requestRecovery({ address: `a${i}@mail.example`, ...from })).toEqual({ ok: true });
    expect(await requestRecovery({ address: "b@mail.example", ...from })).toMatchObject({ ok: false });
  });
});

describe("the worker that answers", () => {
  it("counts both addresses of a person as one account, and notes once that it was too much", async () => {
    const user = await person();
    for (let i = 0; i < 3; i++) {
      await ask(user.email);
      await ask(user.videoAddress ?? "");
    }
    await ask(user.videoAddress ?? "");
    expect(await templatesOf(user.id)).toHaveLength(5);
    const events = await db().auditEvent.findMany({ where: { subjectId: user.id }, orderBy: { id: "asc" } });
    expect(events.map(({ facts }) => facts)).toEqual([
      ...Array(5).fill({ answer: "recover" }),
      { answer: "throttled" },
    ]);
  });
});

describe("setting a new password by a link", () => {
  it("lets the owner in and everybody else out", async () => {
    const user = await person();
    const facts = { method: "password", persistent: true, ...origin } as const;
    await createSession(user.id, facts);
    const pending = await createPending({
      userId: user.id,
      returnTo: "/",
      method: "password",
      persistent: false,
      origin,
    });
    const device = {
      tokenHash: digestOf(newToken()),
      userId: user.id,
      expiresAt: new Date(Date.now() + Day.ms),
    };
    await db().knownDevice.create({ data: device });
    await ask(user.email);
    const older = await newestToken(user.id);
    await ask(user.email);
    const token = await newestToken(user.id);
    expect(await findRecovery(older)).toBeNull();
    expect(await findRecovery(token)).toMatchObject({ userId: user.id, email: user.email });

    expect(await recoverPassword(token, next, origin)).toMatchObject({ ok: true, next: "signed_in" });
    const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: user.id } });
    expect(await verifyPassword(passwordHash, next)).toBe(true);
    expect(await findPending(pending.value)).toBeNull();
    const sessions = await db().session.findMany({ where: { userId: user.id } });
    expect(sessions.map(({ method }) => method)).toEqual(["recovery"]);
    // Only the browser of this moment is known.
    expect(await db().knownDevice.count({ where: { userId: user.id } })).toBe(1);
    expect((await templatesOf(user.id)).at(-1)).toBe("passwordChanged");
    const events = await db().auditEvent.findMany({
      where: { subjectId: user.id, action: "password.recovered" },
    });
    expect(events).toMatchObject([{ facts: { sessionsEnded: 1 }, remoteAddress: origin.remoteAddress }]);
    expect(await recoverPassword(token, next, origin)).toEqual({ ok: false, reason: "link_over" });
  });

  it("does not skip the second factor", async () => {
    const user = await person();
    const seedSealed = seal("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", totpSeedPlace(user.id));
    await db().totpFactor.create({ data: { userId: user.id, seedSealed } });
    await ask(user.email);
    const outcome = await recoverPassword(await newestToken(user.id), next, origin);
    expect(outcome).toMatchObject({ ok: true, next: "verify" });
    expect(await db().session.count({ where: { userId: user.id } })).toBe(0);
  });

  it("lets one of many at the same time win, also against a new request", async () => {
    const user = await person();
    await ask(user.email);
    const token = await newestToken(user.id);
    const tries = Array.from({ length: 8 }, (_, n) => recoverPassword(token, `${next} ${n}`, origin));
    const [outcomes] = await Promise.all([Promise.all(tries), ask(user.email)]);
    expect(outcomes.filter((one) => one.ok).length).toBeLessThanOrEqual(1);
    const changed = (await templatesOf(user.id)).filter((template) => template === "passwordChanged");
    expect(changed).toHaveLength(outcomes.filter((one) => one.ok).length);
  });

  it("takes no weak password, and no link that is over or of somebody who may have no password now", async () => {
    const user = await person();
    await ask(user.email);
    const token = await newestToken(user.id);
    expect(await recoverPassword(token, "short", origin)).toEqual({
      ok: false,
      reason: "password",
      problem: "too_short",
    });
    const over = { ok: false, reason: "link_over" };
    for (const odd of [undefined, "", "y".repeat(43)])
      expect(await recoverPassword(odd, next, origin)).toEqual(over);
    const where = { id: user.organizationId ?? "" };
    await db().organization.update({ where, data: { requiresSso: true } });
    expect(await recoverPassword(token, next, origin)).toEqual(over);
    await db().organization.update({ where, data: { requiresSso: false } });
    await db().user.update({ where: { id: user.id }, data: { state: "SUSPENDED" } });
    expect(await recoverPassword(token, next, origin)).toEqual(over);
    await db().user.update({ where: { id: user.id }, data: { state: "ACTIVE" } });
    await db().mailLink.updateMany({ where: { userId: user.id }, data: { expiresAt: new Date(0) } });
    expect(await recoverPassword(token, next, origin)).toEqual(over);
  });
});
