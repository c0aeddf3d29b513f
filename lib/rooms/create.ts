import { randomUUID } from "node:crypto";
import { type Actor, authorizeOrganization } from "../access";
import { recordAudit } from "../audit";
import { countTry } from "../auth";
import { db } from "../db";
import { AppError } from "../errors";
import type { Prisma } from "../generated/prisma/client";
import { log } from "../log";
import { Day } from "../time";
import type { CreateRoomInput } from "./create-input";
import { newNumber, newPin, newSecretName } from "./number";
import { sealPins } from "./rooms";

/** Permanent rooms that one person may have. */
export const ROOMS_MAX = 20;

/** A one-time room that nobody uses is over after this, in milliseconds. */
const ONE_TIME_MS = Day.ms;

/** A number or secret name that is taken already is as good as impossible several times in a row. */
const TRIES = 5;

export type CreatedRoom =
  | { ok: true; alias: string }
  // `taken`: some room, person or device has one of the addresses. Whose it is, is not said.
  | { ok: false; reason: "taken" | "too_many" };

/**
 * Makes a permanent room for the actor: reached by a name, the video address that comes of it, and a number.
 * @throws {AppError} `not_found` for whoever has no organization
 */
export async function createRoom(
  actor: Actor,
  { name, addressName }: CreateRoomInput,
  remoteAddress: string | null,
): Promise<CreatedRoom> {
  const home = await homeOf(actor);
  return db().$transaction(async (tx) => {
    // Two at the same time must not both be the last one that is allowed.
    await tx.$queryRaw`SELECT 1 AS locked FROM "User" WHERE "id" = ${home.ownerId}::uuid FOR NO KEY UPDATE`;
    const count = await tx.room.count({
      where: { ownerId: home.ownerId, kind: "PERMANENT", closedAt: null },
    });
    if (count >= ROOMS_MAX) return { ok: false, reason: "too_many" };
    const alias = `${addressName}.${home.slug}`;
    const made = await insertRoom(tx, home, { kind: "PERMANENT", name, alias }, remoteAddress);
    return made ? { ok: true, alias } : { ok: false, reason: "taken" };
  });
}

/**
 * Makes a one-time room: nobody can guess its addresses, guests wait for a host, and it is over when its meeting is, or
 * after a day.
 * @throws {AppError} `not_found` for whoever has no organization; `too_many_requests`
 */
export async function createOneTimeRoom(
  actor: Actor,
  name: string,
  remoteAddress: string | null,
): Promise<{ alias: string }> {
  const home = await homeOf(actor);
  const tried = await countTry("oneTimeRoom", home.ownerId);
  if (!tried.allowed) throw new AppError("too_many_requests");
  const opensAt = new Date();
  const window = { opensAt, closesAt: new Date(opensAt.getTime() + ONE_TIME_MS), closesAfterMeeting: true };
  for (let tries = 0; tries < TRIES; tries++) {
    const alias = newSecretName();
    const room = { kind: "ONE_TIME", name, alias, hostPin: newPin(), ...window } as const;
    if (await db().$transaction((tx) => insertRoom(tx, home, room, remoteAddress))) return { alias };
  }
  throw new AppError("conflict");
}

type Home = {
  ownerId: string;
  organizationId: string;
  partnerId: string;
  slug: string;
  videoDomain: string;
};

/** The organization whose room it will be. */
async function homeOf(actor: Actor): Promise<Home> {
  if (!("organizationId" in actor)) throw new AppError("not_found");
  const { userId: ownerId, organizationId } = actor;
  authorizeOrganization(actor, "organization.createRoom", { organizationId });
  const organization = await db().organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { partnerId: true, slug: true, videoDomain: true },
  });
  return { ownerId, organizationId, ...organization };
}

type NewRoom = {
  kind: "PERMANENT" | "ONE_TIME";
  name: string;
  alias: string;
  hostPin?: string;
  opensAt?: Date;
  closesAt?: Date;
  closesAfterMeeting?: boolean;
};

/** @returns false when one of its addresses is taken; nothing is written then */
async function insertRoom(
  tx: Prisma.TransactionClient,
  home: Home,
  { hostPin, ...room }: NewRoom,
  remoteAddress: string | null,
): Promise<boolean> {
  const id = randomUUID();
  const { ownerId, organizationId, partnerId } = home;
  const named = [room.alias, `${room.alias}@${home.videoDomain}`];
  if (!(await areFree(named, tx))) return false;
  const pins = sealPins(id, { hostPin: hostPin ?? null, guestPin: null });
  const data = { id, ownerId, organizationId, ...room, ...pins };
  // Rooms made at the same moment by others: the keys decide, and the one that lost is taken back.
  const made = await tx.room.createMany({ data, skipDuplicates: true });
  if (made.count === 0) return false;
  const claimed = await claim(id, [...named, await freeNumber(tx)], tx);
  if (!claimed) {
    await tx.room.delete({ where: { id } });
    return false;
  }
  log.info({ roomId: id, actorId: ownerId, kind: room.kind }, "room.created");
  const facts = { roomId: id, kind: room.kind };
  await recordAudit(
    { action: "room.created", actorId: ownerId, organizationId, partnerId, remoteAddress, facts },
    tx,
  );
  return true;
}

/** Calls to a person's or a device's own address must never end in somebody's room. */
async function areFree(aliases: string[], tx: Prisma.TransactionClient): Promise<boolean> {
  const rooms = await tx.roomAlias.count({ where: { alias: { in: aliases } } });
  const people = await tx.user.count({ where: { videoAddress: { in: aliases } } });
  const devices = await tx.device.count({ where: { alias: { in: aliases } } });
  return rooms + people + devices === 0;
}

async function freeNumber(tx: Prisma.TransactionClient): Promise<string> {
  for (let tries = 0; tries < TRIES; tries++) {
    const number = newNumber();
    if ((await tx.roomAlias.count({ where: { alias: number } })) === 0) return number;
  }
  throw new AppError("conflict", "no conference number is free");
}

async function claim(roomId: string, aliases: string[], tx: Prisma.TransactionClient): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO "RoomAlias" ("alias", "roomId")
    SELECT alias, ${roomId}::uuid FROM unnest(${aliases}::text[]) AS t(alias) ORDER BY alias ON CONFLICT DO NOTHING`;
  return count === aliases.length;
}
