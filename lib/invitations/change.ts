import type { Actor, Person } from "../access";
import { recordAudit } from "../audit";
import type { AuditAction } from "../audit/actions";
import { db } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import type { Prisma } from "../generated/prisma/client";
import { log } from "../log";
import { loadRoom } from "../rooms";
import { Minute } from "../time";
import type { InvitationInput } from "./input";
import { factsOf, lockInvitation } from "./invitations";
import { queueInvitation, WHOLE_LIST } from "./queue";

const columnsOf = ({
  title,
  startsAt,
  durationMinutes,
  timeZone,
  note,
  includesGuestPin,
}: InvitationInput) => ({
  title,
  startsAt,
  endsAt: new Date(startsAt.getTime() + durationMinutes * Minute.ms),
  timeZone,
  note,
  includesGuestPin,
});

/** Records what was done to an invitation: by ids and counts, never the guests' names or addresses. */
export async function auditInvitation(
  action: AuditAction,
  actor: Actor,
  row: { id: string; roomId: string; room: { organizationId: string } },
  remoteAddress: string | null,
  facts: Record<string, number>,
  tx: Prisma.TransactionClient,
): Promise<void> {
  const actorId = "userId" in actor ? actor.userId : null;
  const about = { invitationId: row.id, roomId: row.roomId, ...facts };
  log.info({ actorId, ...about }, action);
  await recordAudit(
    { action, actorId, organizationId: row.room.organizationId, remoteAddress, facts: about },
    tx,
  );
}

/**
 * Makes an invitation to a room. Nobody is told yet.
 * @throws {AppError} `not_found` or `forbidden` for a room that the actor may not invite to, `conflict` for one that
 *   cannot be used
 */
export async function makeInvitation(
  actor: Person,
  input: InvitationInput,
  remoteAddress: string | null,
): Promise<{ id: string }> {
  const { row: room } = await loadRoom(actor, "room.invite", input.room);
  // A closed room turns its guests away, and a one-time room has a window of its own.
  if (room.closedAt || room.kind !== "PERMANENT") throw new AppError("conflict");
  return db().$transaction(async (tx) => {
    const row = await tx.invitation.create({
      data: {
        ...columnsOf(input),
        roomId: room.id,
        createdById: actor.userId,
        uid: `${crypto.randomUUID()}@${new URL(env().PUBLIC_URL).hostname}`,
        guests: { create: input.guests.map((guest, position) => ({ ...guest, position })) },
      },
      include: { room: { select: { organizationId: true } } },
    });
    await auditInvitation("invitation.made", actor, row, remoteAddress, { guests: input.guests.length }, tx);
    return { id: row.id };
  });
}

/**
 * Changes an invitation. Guests who were mailed get the change at the next sending; those taken off the list are told at
 * once that it is cancelled for them.
 * @throws {AppError} `not_found`, or `conflict` when the meeting is over, cancelled, or changed by somebody else since
 *   the given sequence
 */
export async function changeInvitation(
  actor: Actor,
  { id, sequence, input }: { id: string; sequence: number; input: InvitationInput },
  remoteAddress: string | null,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const before = await lockInvitation(actor, id, tx);
    if (before.sequence !== sequence) throw new AppError("conflict");
    const kept = new Map(before.guests.map((guest) => [guest.email, guest]));
    const gone = before.guests.filter(({ email }) => !input.guests.some((guest) => guest.email === email));
    await tx.invitation.update({ where: { id }, data: { ...columnsOf(input), sequence: sequence + 1 } });
    const facts = { ...factsOf(before), sequence: sequence + 1 };
    for (const guest of gone) {
      if (guest.mailedSequence !== null) await queueInvitation(facts, guest, "cancelled", tx);
    }
    await tx.invitationGuest.deleteMany({ where: { id: { in: gone.map((guest) => guest.id) } } });
    for (const [position, guest] of input.guests.entries()) {
      const existing = kept.get(guest.email);
      if (existing)
        await tx.invitationGuest.update({ where: { id: existing.id }, data: { ...guest, position } });
      else await tx.invitationGuest.create({ data: { ...guest, position, invitationId: id } });
    }
    await auditInvitation(
      "invitation.changed",
      actor,
      before,
      remoteAddress,
      { guests: input.guests.length },
      tx,
    );
  }, WHOLE_LIST);
}

/**
 * Cancels an invitation and tells all who were mailed. The room stays as it is.
 * @throws {AppError} `not_found`, or `conflict` when the meeting is over or cancelled already
 */
export async function cancelInvitation(
  actor: Actor,
  id: string,
  remoteAddress: string | null,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const before = await lockInvitation(actor, id, tx);
    const sequence = before.sequence + 1;
    const row = { ...before, sequence, cancelledAt: new Date() };
    await tx.invitation.update({ where: { id }, data: { sequence, cancelledAt: row.cancelledAt } });
    const told = row.guests.filter((guest) => guest.mailedSequence !== null);
    for (const guest of told) {
      await queueInvitation(factsOf(row), guest, "cancelled", tx);
      await tx.invitationGuest.update({
        where: { id: guest.id },
        data: { mailedSequence: sequence, mail: "QUEUED" },
      });
    }
    await auditInvitation("invitation.cancelled", actor, row, remoteAddress, { mails: told.length }, tx);
  }, WHOLE_LIST);
}
