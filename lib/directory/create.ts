import { z } from "zod";
import { hashPassword } from "../auth";
import { personAddress } from "../auth/input";
import { db, violatedIndex } from "../db";
import { AppError } from "../errors";
import { Role } from "../generated/prisma/enums";

const slug = z
  .string()
  .regex(/^[a-z0-9](-?[a-z0-9]){0,39}$/, "lower-case letters, digits and single hyphens");
const name = z.string().trim().min(1).max(200);
const domain = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "a domain");
const alias = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?(?:@[a-z0-9.-]+)?$/, "an address")
  .max(200);

export const newPartner = z.object({ slug, name });
export const newOrganization = z.object({ slug, name, partner: slug, domain });
export const newUser = z.object({
  email: personAddress,
  name,
  role: z.enum(Role).default("USER"),
  organization: slug.optional(),
  partner: slug.optional(),
  video: personAddress.optional(),
  password: z.string().min(12, "at least 12 characters").max(128),
});
export const newRoom = z.object({
  alias,
  name,
  owner: personAddress,
  /** Further addresses, comma-separated. */
  aliases: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(alias)),
});

/** What is taken is said so, instead of as the database's error. @throws {AppError} `conflict` */
async function create<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const index = violatedIndex(error);
    if (index) throw new AppError("conflict", `already taken (${index})`);
    throw error;
  }
}

/** @throws {AppError} `conflict` */
export const createPartner = (input: z.output<typeof newPartner>) =>
  create(() => db().partner.create({ data: input }));

/** @throws {AppError} `conflict` */
export const createOrganization = ({
  partner,
  domain: videoDomain,
  ...rest
}: z.output<typeof newOrganization>) =>
  create(() =>
    db().organization.create({ data: { ...rest, videoDomain, partner: { connect: { slug: partner } } } }),
  );

/** Makes an account that is active at once. @throws {AppError} `conflict` */
export async function createUser({
  name: displayName,
  organization,
  partner,
  video,
  password,
  ...rest
}: z.output<typeof newUser>) {
  const passwordHash = await hashPassword(password);
  return create(() =>
    db().user.create({
      data: {
        ...rest,
        displayName,
        passwordHash,
        videoAddress: video ?? null,
        organization: organization ? { connect: { slug: organization } } : undefined,
        partner: partner ? { connect: { slug: partner } } : undefined,
      },
    }),
  );
}

/** Makes a permanent room. @throws {AppError} `conflict`, or `not_found` for an owner who has no organization */
export async function createRoom({ alias: first, name, owner, aliases }: z.output<typeof newRoom>) {
  const person = await db().user.findUnique({ where: { email: owner } });
  const { id: ownerId, organizationId } = person ?? {};
  if (!ownerId || !organizationId) throw new AppError("not_found", "no such owner in an organization");
  const all = [...new Set([first, ...aliases])].map((one) => ({ alias: one }));
  return create(() =>
    db().room.create({ data: { alias: first, name, ownerId, organizationId, aliases: { create: all } } }),
  );
}
