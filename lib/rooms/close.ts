import type { Actor } from "../access";
import { recordAudit } from "../audit";
import { db } from "../db";
import { log } from "../log";
import { loadRoom } from "./rooms";

/**
 * Closes a room: callers are refused from now on, a running meeting goes on. Its addresses stay taken, so that nobody
 * else's meeting is reached by them, and it can be opened again.
 * @throws {AppError} `not_found` or `forbidden`
 */
export const closeRoom = (actor: Actor, alias: string, remoteAddress: string | null): Promise<void> =>
  setClosed(actor, alias, new Date(), remoteAddress);

/** @throws {AppError} `not_found` or `forbidden` */
export const reopenRoom = (actor: Actor, alias: string, remoteAddress: string | null): Promise<void> =>
  setClosed(actor, alias, null, remoteAddress);

async function setClosed(
  actor: Actor,
  alias: string,
  closedAt: Date | null,
  remoteAddress: string | null,
): Promise<void> {
  const { row } = await loadRoom(actor, "room.close", alias);
  await db().$transaction(async (tx) => {
    // Doing it twice is harmless, and the first time counts.
    const where = { id: row.id, closedAt: closedAt ? null : { not: null } };
    const { count } = await tx.room.updateMany({ where, data: { closedAt } });
    if (count === 0) return;
    const action = closedAt ? "room.closed" : "room.reopened";
    const actorId = "userId" in actor ? actor.userId : null;
    log.info({ roomId: row.id, actorId }, action);
    const { organizationId } = row;
    const { partnerId } = row.organization;
    const facts = { roomId: row.id };
    await recordAudit({ action, actorId, organizationId, partnerId, remoteAddress, facts }, tx);
  });
}

/** Addresses of rooms that were over for so long are free again, in days. */
const KEPT_DAYS = 365;

/** Frees addresses of rooms that are over for a year. Run by the worker. @returns how many */
export async function purgeRoomAliases(): Promise<number> {
  return db().$executeRaw`
    DELETE FROM "RoomAlias" a USING "Room" r
    WHERE r."id" = a."roomId" AND least(r."closedAt", r."closesAt") < now() - make_interval(days => ${KEPT_DAYS})`;
}
