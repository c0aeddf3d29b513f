import { describe, expect, it } from "vitest";
import { findPending, findSession } from "../auth";
import { digestOf } from "../auth/token";
import { db } from "../db";
import { legalTexts, offeringPartner, publishPartnerText, setLegalSource } from "../legal";
import { buildOrganization, buildPartner } from "../testing/factories";
import { newestToken, waitingMails } from "../testing/queue";
import { Day } from "../time";
import { activate } from "./activate";
import { inviteAgain, inviteUser, newInvitation } from "./invite";
import { askForNewLink, findActivation } from "./waiting";

const password = "gravel lantern oboe thirsty";
const origin = { remoteAddress: "198.51.100.7", userAgent: null };

let count = 0;
/** Somebody invited into a new organization, or as a reseller's agent. */
async function invited(over: { partner?: string; organization?: string } = {}) {
  const email = `new-${++count}@acme.example`;
  const place = over.partner
    ? { partner: over.partner, role: "PARTNER_AGENT" as const }
    : { organization: over.organization ?? (await buildOrganization()).slug, role: "USER" as const };
  const { id } = await inviteUser({ email, name: "Nia New", locale: "en", ...place }, null);
  return { id, email, token: await newestToken(id) };
}

async function textsOf(userId: string) {
  const { terms, privacy } = await legalTexts(await offeringPartner(userId), "en");
  return { termsId: terms.id, privacyId: privacy.id };
}

const tryWith = async (userId: string, token: string, over: { password?: string } = {}) =>
  activate(
    token,
    { password, acceptTerms: "on", acceptPrivacy: "on", ...(await textsOf(userId)), ...over },
    origin,
  );

const stateOf = async (id: string) => (await db().user.findUniqueOrThrow({ where: { id } })).state;

describe("an invitation", () => {
  it("makes an account that nobody can use yet, and mails its link, which is nowhere in the database", async () => {
    const { id, token } = await invited();
    const user = await db().user.findUniqueOrThrow({ where: { id } });
    expect(user).toMatchObject({ state: "INVITED", passwordHash: null, locale: "en" });
    const [mail] = await waitingMails(id);
    expect(mail).toMatchObject({ template: "activate" });
    const days = (new Date(mail?.until ?? 0).getTime() - Date.now()) / Day.ms;
    expect(Math.round(days)).toBe(7);
    const [link] = await db().mailLink.findMany({ where: { userId: id } });
    expect(Buffer.from(link?.tokenHash ?? []).equals(Buffer.from(digestOf(token)))).toBe(true);
    const [event] = await db().auditEvent.findMany({ where: { subjectId: id } });
    expect(event).toMatchObject({ action: "account.invited", actorId: null, facts: { role: "USER" } });
  });

  it("is for a place that exists and fits the role, and an address that is free", async () => {
    const { email } = await invited();
    const { slug: organization } = await buildOrganization();
    const again = inviteUser({ email, name: "Other", role: "USER", organization }, null);
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    const nowhere = inviteUser({ email: "a@b.example", name: "x", role: "USER", organization: "none" }, null);
    await expect(nowhere).rejects.toMatchObject({ code: "not_found" });
    const fits = (input: object) =>
      newInvitation.safeParse({ email: "a@b.example", name: "x", ...input }).success;
    expect(fits({ organization })).toBe(true);
    expect(fits({ role: "OPERATOR" })).toBe(true);
    expect(fits({})).toBe(false);
    expect(fits({ role: "PARTNER_ADMIN", organization })).toBe(false);
    expect(fits({ role: "OPERATOR", partner: "nordic" })).toBe(false);
    expect(fits({ email: '"a@attacker.example"@b.example', organization })).toBe(false);
  });

  it("can be sent again, and then only the newest link counts", async () => {
    const { id, email, token } = await invited();
    await Promise.all([inviteAgain(email, null), inviteAgain(email, null), inviteAgain(email, null)]);
    expect(await db().mailLink.count({ where: { userId: id, usedAt: null } })).toBe(1);
    expect(await findActivation(token)).toEqual({ state: "over", isInvited: true, isActive: false });
    const mails = await waitingMails(id);
    const tokens = mails.map((mail) => mail.path?.split("=")[1] ?? "");
    const open = await Promise.all(tokens.map(async (one) => (await findActivation(one)).state === "open"));
    expect(open.filter(Boolean)).toHaveLength(1);
    await expect(inviteAgain("nobody@acme.example", null)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("activating an account", () => {
  it("sets the password, notes what was accepted and from where, and signs in", async () => {
    const { id, token } = await invited();
    const outcome = await tryWith(id, token);
    expect(outcome).toMatchObject({ ok: true, next: "signed_in" });
    const cookies = outcome.ok ? outcome.cookies : [];
    const sessions = await Promise.all(cookies.map(({ value }) => findSession(value)));
    expect(sessions.some((session) => session?.viewer.actor.userId === id)).toBe(true);
    expect(await stateOf(id)).toBe("ACTIVE");
    const consents = await db().consent.findMany({ where: { userId: id } });
    expect(consents.map((one) => one.textId).sort()).toEqual(Object.values(await textsOf(id)).sort());
    expect(consents[0]?.remoteAddress).toBe(origin.remoteAddress);
    const actions = await db().auditEvent.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } });
    expect(actions.map(({ action }) => action)).toEqual([
      "account.invited",
      "account.activated",
      "sign_in.succeeded",
    ]);
    // The link is used up.
    expect(await tryWith(id, token)).toEqual({ ok: false, reason: "link_over" });
    expect(await findActivation(token)).toEqual({ state: "over", isInvited: false, isActive: true });
  });

  it("leads a reseller's people to their second factor, without a session", async () => {
    const { id, token } = await invited({ partner: (await buildPartner()).slug });
    const outcome = await tryWith(id, token);
    expect(outcome).toMatchObject({ ok: true, next: "enroll" });
    expect(await db().session.count({ where: { userId: id } })).toBe(0);
    const value = outcome.ok ? outcome.cookies[0]?.value : undefined;
    expect(await findPending(value)).toMatchObject({ userId: id, method: "activation" });
  });

  it("lets one of many at the same time win", async () => {
    const { id, token } = await invited();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => tryWith(id, token)));
    expect(outcomes.filter((one) => one.ok)).toHaveLength(1);
    expect(await db().session.count({ where: { userId: id } })).toBe(1);
    expect(await db().consent.count({ where: { userId: id } })).toBe(2);
  });

  it("takes no weak password, and none that the person's own names are made of; the link stays good", async () => {
    const partner = await buildPartner({ name: "Nordicmeet Resellers" });
    const { slug } = await buildOrganization({ partnerId: partner.id });
    const { id, token } = await invited({ organization: slug });
    const weak = { short: "too_short", "nordicmeet resellers": "personal", password123456: "common" };
    for (const [typed, problem] of Object.entries(weak))
      expect(await tryWith(id, token, { password: typed })).toEqual({
        ok: false,
        reason: "password",
        problem,
      });
    expect(await stateOf(id)).toBe("INVITED");
    expect(await tryWith(id, token)).toMatchObject({ ok: true });
  });

  it("takes no texts that are not the newest, or another reseller's", async () => {
    const partner = await buildPartner();
    const { slug } = await buildOrganization({ partnerId: partner.id });
    const { id, token } = await invited({ organization: slug });
    await setLegalSource({ partner: partner.slug, source: "OWN" });
    const text = { partner: partner.slug, kind: "terms", locale: "en", body: "# Terms one" } as const;
    await publishPartnerText(text);
    const shown = await textsOf(id);
    await publishPartnerText({ ...text, body: "# Terms two" });
    const accept = (ids: typeof shown) =>
      activate(token, { password, acceptTerms: "on", acceptPrivacy: "on", ...ids }, origin);
    expect(await accept(shown)).toEqual({ ok: false, reason: "texts_changed" });
    const foreign = await legalTexts(null, "en");
    expect(await accept({ ...shown, termsId: foreign.terms.id })).toEqual({
      ok: false,
      reason: "texts_changed",
    });
    expect(await stateOf(id)).toBe("INVITED");
    expect(await accept(await textsOf(id))).toMatchObject({ ok: true });
  });

  it("is not by a password where single sign-on is required, except for the break-glass admin", async () => {
    const organization = await buildOrganization({ requiresSso: true });
    const { id, token } = await invited({ organization: organization.slug });
    expect(await findActivation(token)).toMatchObject({ waiting: { mayHavePassword: false } });
    expect(await tryWith(id, token)).toEqual({ ok: false, reason: "link_over" });
    await db().organization.update({ where: { id: organization.id }, data: { breakGlassUserId: id } });
    expect(await tryWith(id, token)).toEqual({ ok: false, reason: "link_over" });
    await db().user.update({ where: { id }, data: { role: "ORG_ADMIN" } });
    expect(await tryWith(id, token)).toMatchObject({ ok: true });
  });

  it("is not for links that are over, made up, or for something else, nor for suspended people", async () => {
    const { id, token } = await invited();
    const nothing = { state: "over", isInvited: false, isActive: false };
    for (const odd of [undefined, "", "x".repeat(43), "' OR 1=1", "a".repeat(10_000)])
      expect(await findActivation(odd)).toEqual(nothing);
    await db().mailLink.updateMany({ where: { userId: id }, data: { kind: "recover" } });
    expect(await findActivation(token)).toEqual(nothing);
    await db().mailLink.updateMany({ where: { userId: id }, data: { kind: "activate" } });
    await db().user.update({ where: { id }, data: { state: "SUSPENDED" } });
    expect(await findActivation(token)).toEqual(nothing);
    expect(await tryWith(id, token)).toEqual({ ok: false, reason: "link_over" });
    await db().user.update({ where: { id }, data: { state: "INVITED" } });
    await db().mailLink.updateMany({ where: { userId: id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await tryWith(id, token)).toEqual({ ok: false, reason: "link_over" });
    expect(await findActivation(token)).toEqual({ state: "over", isInvited: true, isActive: false });
  });
});

describe("a new link for one that is over", () => {
  it("goes to the same person, a few times an hour, and to nobody who is active already", async () => {
    const { id, token } = await invited();
    expect(await askForNewLink(token, "203.0.113.1", "ja")).toBe(true);
    const mails = await waitingMails(id);
    expect(mails).toHaveLength(2);
    expect(mails[1]).toMatchObject({ template: "activate", locale: "ja" });
    for (let i = 0; i < 4; i++) expect(await askForNewLink(token, "203.0.113.1", "en")).toBe(true);
    expect(await askForNewLink(token, "203.0.113.1", "en")).toBe(false);
    expect(await waitingMails(id)).toHaveLength(6);

    const active = await invited();
    await tryWith(active.id, active.token);
    expect(await askForNewLink(active.token, "203.0.113.2", "en")).toBe(true);
    expect(await waitingMails(active.id)).toHaveLength(1);
    expect(await askForNewLink("x".repeat(43), "203.0.113.2", "en")).toBe(true);
  });
});
