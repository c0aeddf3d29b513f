import { db } from "../db";

/** Whose name and logo a page carries. */
export type Brand = { productName: string; partner: { name: string; logoPath: string } | null };

/**
 * The brand of this service: the reseller's mark where there is exactly one to show. A host name of its own for each
 * reseller comes with partner administration.
 */
export async function currentBrand(): Promise<Brand> {
  const partner = await db().partner.findFirst({
    where: { logoPath: { not: null } },
    orderBy: { createdAt: "asc" },
    select: { name: true, logoPath: true },
  });
  const mark = partner?.logoPath ? { name: partner.name, logoPath: partner.logoPath } : null;
  return { productName: "MyPages", partner: mark };
}
