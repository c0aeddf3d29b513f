import { describe, expect, it } from "vitest";
import { db } from "../db";
import { legalTexts, offeringPartner, publishPartnerText, setLegalSource } from "../legal";
import { acceptAllTexts, buildOrganization, buildPartner, buildUser } from "../testing/factories";
import { Hour } from "../time";
import { passConsent } from "./consent";
import { passFirstFactor, passSecondFactor } from "./first-factor";
import { findPending } from "./pending";

const origin = { remoteAddress: "198.51.100.7", userAgent: null };
const hourAgo = new Date(Date.now() - Hour.ms);

const comesBySso = (userId: string) =>
  passFirstFactor({ userId, method: "saml", persistent: false, returnTo: "", origin, provenAt: hourAgo });

const shownTo = async (userId: string, locale: "en" | "ja" = "en") => {
  const { terms, privacy } = await legalTexts(await offeringPartner(userId), locale);
  return { termsId: terms.id, privacyId: privacy.id };
};

async function waiting(userId: string) {
  const passed = await comesBySso(userId);
  expect(passed).toMatchObject({ next: "accept", to: "/login/accept" });
  const pending = await findPending(passed.cookies[0]?.value, "consent");
  if (!pending) throw new Error("nothing waits");
  return { pending, token: passed.cookies[0]?.value };
}

const sessionsOf = (userId: string) => db().session.findMany({ where: { userId } });

describe("who comes in by single sign-on", () => {
  it("accepts the texts before there is a session, once, and that is on record", async () => {
    const { id } = await buildUser();
    const { pending } = await waiting(id);
    expect(await sessionsOf(id)).toEqual([]);
    const shown = await shownTo(id);
    const tries = await Promise.all([1, 2, 3].map(() => passConsent(pending, shown)));
    expect(tries.filter((one) => one.ok)).toHaveLength(1);
    expect(tries.find((one) => !one.ok)).toEqual({ ok: false, reason: "over" });
    const consents = await db().consent.findMany({ where: { userId: id } });
    expect(consents.map((one) => one.textId).sort()).toEqual(Object.values(shown).sort());
    expect(consents[0]).toMatchObject({ remoteAddress: origin.remoteAddress });
    const event = await db().auditEvent.findFirst({ where: { subjectId: id, action: "texts.accepted" } });
    expect(event).toMatchObject({ actorId: id, facts: shown });
    expect(await sessionsOf(id)).toMatchObject([{ method: "saml", provenAt: hourAgo }]);
    expect(await comesBySso(id)).toMatchObject({ next: "signed_in" });
  });

  it("does so in any language, and again when other texts apply", async () => {
    const partner = await buildPartner();
    const { id: organizationId } = await buildOrganization({ partnerId: partner.id });
    const { id } = await buildUser({ organizationId });
    const { pending } = await waiting(id);
    expect(await passConsent(pending, await shownTo(id, "ja"))).toMatchObject({ ok: true });
    expect(await comesBySso(id)).toMatchObject({ next: "signed_in" });

    const before = await shownTo(id);
    await setLegalSource({ partner: partner.slug, source: "OWN" });
    await publishPartnerText({ partner: partner.slug, kind: "terms", locale: "en", body: "# House rules" });
    const { pending: again } = await waiting(id);
    expect(await passConsent(again, before)).toEqual({ ok: false, reason: "texts_changed" });
    expect(await passConsent(again, await shownTo(id))).toMatchObject({ ok: true });
  });

  it("proves a second factor first, where one is owed", async () => {
    const { id: organizationId } = await buildOrganization({ requiresSecondFactor: true });
    const { id } = await buildUser({ organizationId });
    const first = await comesBySso(id);
    expect(first).toMatchObject({ next: "enroll" });
    const token = first.cookies[0]?.value;
    expect(await findPending(token, "consent")).toBeNull();
    const pending = await findPending(token);
    const second = pending && (await passSecondFactor(pending, "totp"));
    expect(second).toMatchObject({ next: "accept" });
    expect(await sessionsOf(id)).toEqual([]);
    const last = await findPending(second?.cookies[0]?.value, "consent");
    if (!last) throw new Error("nothing waits");
    expect(await passConsent(last, await shownTo(id))).toMatchObject({ ok: true });
    const [session] = await sessionsOf(id);
    expect(session).toMatchObject({ method: "saml", secondFactor: "totp" });
    expect(session?.provenAt.getTime()).toBeGreaterThan(hourAgo.getTime() + Hour.ms / 2);
  });

  it("cannot set up a factor with what waits for consent alone", async () => {
    const { token } = await waiting((await buildUser()).id);
    expect(await findPending(token)).toBeNull();
  });

  it("is not asked where everything is accepted, nor is somebody with a password", async () => {
    const known = await buildUser();
    await acceptAllTexts(known.id);
    expect(await comesBySso(known.id)).toMatchObject({ next: "signed_in" });
    const { id: userId } = await buildUser();
    const byPassword = { userId, method: "password", persistent: false, returnTo: "", origin } as const;
    expect(await passFirstFactor(byPassword)).toMatchObject({ next: "signed_in" });
  });
});
