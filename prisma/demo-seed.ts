import { randomBytes } from "node:crypto";
import { factorState, hashPassword, needsSecondFactor } from "../lib/auth";
import { devicePasswordPlace } from "../lib/bridge/policy";
import { seal } from "../lib/crypto";
import { db } from "../lib/db";
import type { Role } from "../lib/generated/prisma/enums";
import { sealPins } from "../lib/rooms";
import { totpSeedPlace } from "../lib/second-factor";

const partners = [
  { slug: "nordic", name: "Nordic Video", logoPath: "/brand/nordic.svg" },
  { slug: "pacific", name: "Pacific Meetings", logoPath: "/brand/pacific.svg" },
] as const;

const organizations = [
  { slug: "acme", name: "Acme", partner: "nordic" },
  { slug: "globex", name: "Globex", partner: "nordic" },
  { slug: "initech", name: "Initech", partner: "pacific" },
] as const;

type DemoPerson = { email: string; displayName: string; role: Role };

/** The demo people of design.md, 5: named by what they are. */
export const demoPeople: DemoPerson[] = [
  { email: "host@acme.example", displayName: "Acme Host", role: "USER" },
  { email: "user@acme.example", displayName: "Acme User", role: "USER" },
  { email: "admin@acme.example", displayName: "Acme Admin", role: "ORG_ADMIN" },
  { email: "host@globex.example", displayName: "Globex Host", role: "USER" },
  { email: "admin@globex.example", displayName: "Globex Admin", role: "ORG_ADMIN" },
  { email: "admin@initech.example", displayName: "Initech Admin", role: "ORG_ADMIN" },
  { email: "agent@nordic.example", displayName: "Nordic Agent", role: "PARTNER_AGENT" },
  { email: "partner@nordic.example", displayName: "Nordic Partner", role: "PARTNER_ADMIN" },
  { email: "partner@pacific.example", displayName: "Pacific Partner", role: "PARTNER_ADMIN" },
  { email: "operator@mypages.example", displayName: "MyPages Operator", role: "OPERATOR" },
];

type DemoRoom = {
  alias: string;
  name: string;
  owner: string;
  number: string;
  coHosts?: string[];
  hostPin?: string;
  guestPin?: string;
};

export const demoRooms: DemoRoom[] = [
  {
    alias: "host.acme",
    name: "Acme Host's room",
    owner: "host@acme.example",
    number: "70010001",
    hostPin: "482913",
  },
  { alias: "user.acme", name: "Acme User's room", owner: "user@acme.example", number: "70010002" },
  {
    alias: "board.acme",
    name: "Board meeting",
    owner: "admin@acme.example",
    number: "70010003",
    coHosts: ["host@acme.example"],
    hostPin: "739164",
    guestPin: "205817",
  },
  {
    alias: "host.globex",
    name: "Globex Host's room",
    owner: "host@globex.example",
    number: "70020001",
    hostPin: "618204",
  },
  {
    alias: "admin.initech",
    name: "Initech Admin's room",
    owner: "admin@initech.example",
    number: "70030001",
  },
];

const slugOf = (email: string) => email.split("@")[1]?.split(".")[0] ?? "";
const isOrganization = (slug: string) => organizations.some((organization) => organization.slug === slug);

/**
 * Puts the demo's people and rooms into an empty database; what is there already stays as it is.
 * @param totpSeed of the app of all those who must have a second factor, in base32
 */
export async function seedDemo(password: string, totpSeed: string): Promise<void> {
  for (const { slug, name, logoPath } of partners) {
    await db().partner.upsert({ where: { slug }, create: { slug, name, logoPath }, update: {} });
  }
  for (const { slug, name, partner } of organizations) {
    const create = { slug, name, videoDomain: `${slug}.vc.example`, partner: { connect: { slug: partner } } };
    await db().organization.upsert({ where: { slug }, create, update: {} });
  }
  for (const person of demoPeople) {
    await seedPerson(person, password);
    if (needsSecondFactor(person.role)) await seedFactor(person.email, totpSeed);
  }
  for (const room of demoRooms) await seedRoom(room);
}

async function seedPerson(person: DemoPerson, password: string): Promise<void> {
  if (await db().user.findUnique({ where: { email: person.email } })) return;
  const slug = slugOf(person.email);
  const local = person.email.split("@")[0];
  const inOrganization = isOrganization(slug);
  const user = await db().user.create({
    data: {
      ...person,
      passwordHash: await hashPassword(password),
      videoAddress: inOrganization ? `${local}@${slug}.vc.example` : null,
      organization: inOrganization ? { connect: { slug } } : undefined,
      partner: person.role.startsWith("PARTNER") ? { connect: { slug } } : undefined,
    },
  });
  if (user.videoAddress) await seedDevice(user.id, user.videoAddress);
}

/** Gives a factor to somebody who has none. */
async function seedFactor(email: string, totpSeed: string): Promise<void> {
  const { id: userId } = await db().user.findUniqueOrThrow({ where: { email } });
  if ((await factorState(userId)).hasFactor) return;
  await db().totpFactor.create({ data: { userId, seedSealed: seal(totpSeed, totpSeedPlace(userId)) } });
}

async function seedDevice(userId: string, alias: string): Promise<void> {
  const { id } = await db().device.create({
    data: { userId, alias, name: "Softclient", username: alias, passwordSealed: "" },
  });
  const passwordSealed = seal(randomBytes(12).toString("base64url"), devicePasswordPlace(id));
  await db().device.update({ where: { id }, data: { passwordSealed } });
}

async function seedRoom(room: DemoRoom): Promise<void> {
  if (await db().room.findUnique({ where: { alias: room.alias } })) return;
  const owner = await db().user.findUniqueOrThrow({ where: { email: room.owner } });
  const organization = await db().organization.findUniqueOrThrow({
    where: { id: owner.organizationId ?? "" },
  });
  const coHosts = await db().user.findMany({ where: { email: { in: room.coHosts ?? [] } } });
  const aliases = [room.alias, `${room.alias}@${organization.videoDomain}`, room.number];
  const { id } = await db().room.create({
    data: {
      alias: room.alias,
      name: room.name,
      organizationId: organization.id,
      ownerId: owner.id,
      aliases: { create: aliases.map((alias) => ({ alias })) },
      coHosts: { create: coHosts.map((user) => ({ userId: user.id })) },
    },
  });
  const pins = sealPins(id, { hostPin: room.hostPin ?? null, guestPin: room.guestPin ?? null });
  await db().room.update({ where: { id }, data: pins });
}
