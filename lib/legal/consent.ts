import { z } from "zod";
import { db } from "../db";
import { locales } from "../i18n";
import { legalTexts, offeringPartner } from "./applicable";

const tick = z.literal("on", { error: "required" });

/** What a form sends that asks for consent. The ids are of the texts that the person was shown. */
export const consentInput = z.object({
  acceptTerms: tick,
  acceptPrivacy: tick,
  termsId: z.uuid(),
  privacyId: z.uuid(),
});

/** Ids of the texts that a form showed. */
export type ShownTexts = { termsId: string; privacyId: string };

/** The newest texts that apply to a person, in all languages: whichever was read, it is the one in force. */
async function textsInForce(userId: string): Promise<{ terms: string[]; privacy: string[] }> {
  const partner = await offeringPartner(userId);
  const texts = await Promise.all(locales.map((locale) => legalTexts(partner, locale)));
  return { terms: texts.map(({ terms }) => terms.id), privacy: texts.map(({ privacy }) => privacy.id) };
}

/** Whether the texts that somebody is about to accept are still those in force. */
export async function areInForce(userId: string, { termsId, privacyId }: ShownTexts): Promise<boolean> {
  const { terms, privacy } = await textsInForce(userId);
  return terms.includes(termsId) && privacy.includes(privacyId);
}

/** Whether a person has yet to accept the terms or the privacy policy in force. */
export async function owesConsent(userId: string): Promise<boolean> {
  const { terms, privacy } = await textsInForce(userId);
  const where = { userId, textId: { in: [...terms, ...privacy] } };
  const accepted = (await db().consent.findMany({ where, select: { textId: true } })).map(
    (one) => one.textId,
  );
  return [terms, privacy].some((ids) => !ids.some((id) => accepted.includes(id)));
}
