import { z } from "zod";
import type { Actor } from "../access";
import { recordAudit } from "../audit";
import { personAddress } from "../auth/input";
import { db } from "../db";
import { log } from "../log";
import { roomAlias } from "./input";
import { loadRoom } from "./rooms";

/** Somebody whom the owner lets run a room's meetings. */
export type CoHost = { userId: string; displayName: string; email: string; canSetPins: boolean };

/** Co-hosts of one room: more are a team, which has its own ways of coming by rights. */
export const CO_HOSTS_MAX = 50;

export const addCoHostInput = z.object({
  alias: roomAlias,
  address: personAddress,
  canSetPins: z
    .string()
    .optional()
    .transform((value) => value === "on"),
});
export const removeCoHostInput = z.object({ alias: roomAlias, userId: z.uuid() });

/** @throws {AppError} `not_found` or `forbidden` */
export async function listCoHosts(actor: Actor, alias: string): Promise<CoHost[]> {
  const { row } = await loadRoom(actor, "room.setCoHosts", alias);
  const rows = await db().roomCoHost.findMany({
    where: { roomId: row.id },
    include: { user: { select: { displayName: true, email: true } } },
    orderBy: [{ user: { displayName: "asc" } }, { userId: "asc" }],
  });
  return rows.map(({ userId, canSetPins, user }) => ({ userId, canSetPins, ...user }));
}

export type AddedCoHost =
  | { ok: true; displayName: string }
  /** `nobody`: not among the people of the room's organization. Others are not told apart from people who do not exist. */
  | { ok: false; reason: "nobody" | "owner" | "too_many" };

/**
 * Makes somebody of the room's organization co-host, or changes what a co-host may do.
 * @throws {AppError} `not_found` or `forbidden`
 */
export async function addCoHost(
  actor: Actor,
  { alias, address, canSetPins }: z.output<typeof addCoHostInput>,
  remoteAddress: string | null,
): Promise<AddedCoHost> {
  const { row } = await loadRoom(actor, "room.setCoHosts", alias);
  const { id: roomId, organizationId, ownerId } = row;
  const person = await db().user.findFirst({
    where: {
      organizationId,
      state: { in: ["ACTIVE", "INVITED"] },
      OR: [{ email: address }, { videoAddress: address }],
    },
    select: { id: true, displayName: true },
  });
  if (!person) return { ok: false, reason: "nobody" };
  if (person.id === ownerId) return { ok: false, reason: "owner" };
  return db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM "Room" WHERE "id" = ${roomId}::uuid FOR NO KEY UPDATE`;
    const others = await tx.roomCoHost.count({ where: { roomId, userId: { not: person.id } } });
    if (others >= CO_HOSTS_MAX) return { ok: false, reason: "too_many" };
    const key = { roomId, userId: person.id };
    await tx.roomCoHost.upsert({
      where: { roomId_userId: key },
      create: { ...key, canSetPins },
      update: { canSetPins },
    });
    log.info({ roomId, userId: person.id, canSetPins }, "room.co_host_added");
    const whom = { actorId: "userId" in actor ? actor.userId : null, subjectId: person.id, organizationId };
    const { partnerId } = row.organization;
    const facts = { roomId, canSetPins };
    await recordAudit({ action: "room.co_host_added", ...whom, partnerId, remoteAddress, facts }, tx);
    return { ok: true, displayName: person.displayName };
  });
}

/**
 * Takes a co-host's rights on a room; who is none is as wished.
 * @throws {AppError} `not_found` or `forbidden`
 */
export async function removeCoHost(
  actor: Actor,
  { alias, userId }: z.output<typeof removeCoHostInput>,
  remoteAddress: string | null,
): Promise<void> {
  const { row } = await loadRoom(actor, "room.setCoHosts", alias);
  const { id: roomId, organizationId } = row;
  await db().$transaction(async (tx) => {
    const { count } = await tx.roomCoHost.deleteMany({ where: { roomId, userId } });
    if (count === 0) return;
    log.info({ roomId, userId }, "room.co_host_removed");
    const whom = { actorId: "userId" in actor ? actor.userId : null, subjectId: userId, organizationId };
    const { partnerId } = row.organization;
    await recordAudit(
      { action: "room.co_host_removed", ...whom, partnerId, remoteAddress, facts: { roomId } },
      tx,
    );
  });
}
