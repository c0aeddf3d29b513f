import { currentBrand } from "../brand";
import { db } from "../db";
import type { Prisma } from "../generated/prisma/client";
import type { LegalKind, LegalSource } from "../generated/prisma/enums";
import type { Locale } from "../i18n";

/** The newest version of a text, as somebody is shown it. */
export type ShownText = {
  id: string;
  kind: LegalKind;
  version: number;
  /** The language it is in, which may be another than the page's. */
  locale: string;
  /** Markdown, with `{name}` still in it. */
  body: string;
  /** Who offers the service by this text. */
  name: string;
  publishedAt: Date;
};

export type LegalTexts = { terms: ShownText; privacy: ShownText };

/** A reseller, as far as its texts are concerned. */
export type OfferingPartner = { id: string; name: string; legalSource: LegalSource };

const partnerFields = { select: { id: true, name: true, legalSource: true } } as const;

/** Whose customer a person is: the reseller of the organization, or one's own; null for the service's own staff. */
export async function offeringPartner(userId: string): Promise<OfferingPartner | null> {
  const user = await db().user.findUnique({
    where: { id: userId },
    select: { partner: partnerFields, organization: { select: { partner: partnerFields } } },
  });
  return user?.organization?.partner ?? user?.partner ?? null;
}

/** The terms and the privacy policy that apply to a reseller's people; to everybody else with null. */
export async function legalTexts(
  partner: OfferingPartner | null,
  locale: Locale,
  via: Prisma.TransactionClient = db(),
): Promise<LegalTexts> {
  const { productName } = await currentBrand();
  const source = partner?.legalSource ?? "SERVICE";
  const rows = await via.legalText.findMany({
    where: { OR: [{ partnerId: null }, ...(partner && source === "OWN" ? [{ partnerId: partner.id }] : [])] },
    orderBy: { version: "desc" },
    distinct: ["partnerId", "kind", "locale"],
  });
  const newest = (kind: LegalKind, partnerId: string | null) => {
    const ofKind = rows.filter((row) => row.kind === kind && row.partnerId === partnerId);
    // A text in another language is still the one that applies.
    return (
      ofKind.find((row) => row.locale === locale) ?? ofKind.sort((a, b) => (a.locale < b.locale ? -1 : 1))[0]
    );
  };
  const shown = (kind: LegalKind): ShownText => {
    const own = partner && newest(kind, partner.id);
    const row = own ?? newest(kind, null);
    if (!row) throw new Error(`No ${kind} is published: was the database deployed?`);
    const { id, version, locale: inLocale, body, publishedAt } = row;
    // A reseller that has published nothing yet speaks through nobody's text: the service's own applies.
    const name = partner && (own || source === "WHITE_LABEL") ? partner.name : productName;
    return { id, kind, version, locale: inLocale, body, name, publishedAt };
  };
  return { terms: shown("TERMS"), privacy: shown("PRIVACY") };
}

/**
 * Notes that a person accepted texts.
 * @param via the transaction in which the account is activated
 */
export async function acceptTexts(
  userId: string,
  textIds: string[],
  remoteAddress: string | null,
  via: Prisma.TransactionClient,
): Promise<void> {
  const data = textIds.map((textId) => ({ userId, textId, remoteAddress }));
  await via.consent.createMany({ data, skipDuplicates: true });
}
