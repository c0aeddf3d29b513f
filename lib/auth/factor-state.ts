import { db } from "../db";
import { AppError } from "../errors";
import { Prisma } from "../generated/prisma/client";
import type { Role } from "../generated/prisma/enums";

/** Roles that may look into other people's organizations never pass on one factor (design.md, 1). */
export const needsSecondFactor = (role: Role): boolean =>
  role === "PARTNER_AGENT" || role === "PARTNER_ADMIN" || role === "OPERATOR";

/** What second factors a person has, and whether there must be one. */
export type FactorState = {
  role: Role;
  organizationId: string | null;
  partnerId: string | null;
  hasApp: boolean;
  passkeys: number;
  /** An app or a passkey; recovery codes alone are none. */
  hasFactor: boolean;
  /** For the role, or because the organization asks for it. */
  mustHave: boolean;
};

/** What {@link stateOf} is made of, of a person `u` and the organization `o` that they may have. */
export const factorColumns = `
  u."role", u."organizationId", u."partnerId", coalesce(o."requiresSecondFactor", false) AS "requiresSecondFactor",
  EXISTS (SELECT 1 FROM "TotpFactor" t WHERE t."userId" = u."id") AS "hasApp",
  (SELECT count(*) FROM "Passkey" p WHERE p."userId" = u."id")::int AS "passkeys"`;
export type FactorRow = Omit<FactorState, "hasFactor" | "mustHave"> & { requiresSecondFactor: boolean };

export const stateOf = ({ requiresSecondFactor, ...row }: FactorRow): FactorState => ({
  ...row,
  hasFactor: row.hasApp || row.passkeys > 0,
  mustHave: requiresSecondFactor || needsSecondFactor(row.role),
});

/**
 * Reads {@link FactorState}. Within a transaction that changes factors, after {@link lockFactors}.
 * @throws {AppError} `not_found`
 */
export async function factorState(
  userId: string,
  via: Prisma.TransactionClient = db(),
): Promise<FactorState> {
  const [row] = await via.$queryRaw<FactorRow[]>`
    SELECT ${Prisma.raw(factorColumns)}
    FROM "User" u LEFT JOIN "Organization" o ON o."id" = u."organizationId" WHERE u."id" = ${userId}::uuid`;
  if (!row) throw new AppError("not_found");
  return stateOf(row);
}

/** Lets one change of a person's factors at a time through: what it decides by stays true until it is committed. */
export async function lockFactors(userId: string, tx: Prisma.TransactionClient): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM "User" WHERE "id" = ${userId}::uuid FOR NO KEY UPDATE`;
}
