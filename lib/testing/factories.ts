import { randomUUID } from "node:crypto";
import type { Actor, Person } from "../access";
import { db } from "../db";
import type { Prisma } from "../generated/prisma/client";
import { acceptTexts, legalTexts, offeringPartner } from "../legal";
import { sealPins } from "../rooms";

// Say only what a test is about: missing parents are made.

const unique = () => randomUUID().slice(0, 8);

export async function buildPartner(over: Partial<Prisma.PartnerUncheckedCreateInput> = {}) {
  const slug = `partner-${unique()}`;
  return db().partner.create({ data: { slug, name: slug, ...over } });
}

export async function buildOrganization(over: Partial<Prisma.OrganizationUncheckedCreateInput> = {}) {
  const slug = `org-${unique()}`;
  const partnerId = over.partnerId ?? (await buildPartner()).id;
  return db().organization.create({
    data: { slug, name: slug, videoDomain: `${slug}.vc.example`, ...over, partnerId },
  });
}

export async function buildUser(over: Partial<Prisma.UserUncheckedCreateInput> = {}) {
  const local = `user-${unique()}`;
  const isStaff = over.partnerId || over.role === "OPERATOR";
  const organizationId = over.organizationId ?? (isStaff ? undefined : (await buildOrganization()).id);
  return db().user.create({
    data: {
      email: `${local}@mail.example`,
      videoAddress: `${local}@vc.example`,
      displayName: local,
      ...over,
      organizationId,
    },
  });
}

/** Has somebody accept the texts in force, as at an activation. */
export async function acceptAllTexts(userId: string): Promise<void> {
  const { terms, privacy } = await legalTexts(await offeringPartner(userId), "en");
  await acceptTexts(userId, [terms.id, privacy.id], null, db());
}

type RoomOver = Partial<Prisma.RoomUncheckedCreateInput> & {
  hostPin?: string;
  guestPin?: string;
  coHostIds?: string[];
};

/** A room with an owner; both in a new organization unless an `ownerId` is given. */
export async function buildRoom({ hostPin, guestPin, coHostIds = [], ...over }: RoomOver = {}) {
  const owner = over.ownerId
    ? await db().user.findUniqueOrThrow({ where: { id: over.ownerId } })
    : await buildUser({ organizationId: over.organizationId });
  const alias = over.alias ?? `room.${unique()}`;
  const id = randomUUID();
  return db().room.create({
    data: {
      id,
      name: alias,
      ...over,
      alias,
      ownerId: owner.id,
      organizationId: owner.organizationId ?? "",
      aliases: { create: [{ alias }, { alias: `${alias}@vc.example` }] },
      coHosts: { create: coHostIds.map((userId) => ({ userId })) },
      ...sealPins(id, { hostPin: hostPin ?? null, guestPin: guestPin ?? null }),
    },
  });
}

type UserRow = { id: string; organizationId: string | null; role: string };

/** The actor that a signed-in user is. */
export const actorOf = (user: UserRow): Person & Actor => ({
  kind: user.role === "ORG_ADMIN" ? "org_admin" : "user",
  userId: user.id,
  organizationId: user.organizationId ?? "",
});
