import { db } from "../db";
import { domainOf } from "./person";

/** The single sign-on that an address leads to. */
export type Discovered = { slug: string; name: string; isRequired: boolean };

/**
 * Whose single sign-on an address belongs to, by its domain alone: whether there is such a person is not asked, so that
 * the answer does not tell. One query for every address.
 */
export async function discoverSso(address: string): Promise<Discovered | null> {
  const domain = domainOf(address);
  const organization = await db().organization.findFirst({
    where: {
      sso: { isEnabled: true },
      OR: [{ videoDomain: domain }, { domains: { some: { domain, verifiedAt: { not: null } } } }],
    },
    select: { slug: true, name: true, requiresSso: true },
    // A verified domain of one may be the video domain of another: the first to come, always the same one.
    orderBy: { id: "asc" },
  });
  return (
    organization && { slug: organization.slug, name: organization.name, isRequired: organization.requiresSso }
  );
}
