import { z } from "zod";
import { type Actor, authorize, invitableRooms } from "../access";
import { db } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import type { GuestMail, Prisma } from "../generated/prisma/client";
import { isLocale, type Locale, locales } from "../i18n";
import { pinsOf } from "../rooms";
import { Minute } from "../time";
import type { InvitationListInput } from "./input";
import { waysOf } from "./ways";
import type { InvitationFacts } from "./words";

const withRoom = {
  room: { include: { organization: true, coHosts: true, aliases: { orderBy: { alias: "asc" } } } },
  createdBy: { select: { displayName: true, email: true } },
  guests: { orderBy: { position: "asc" } },
} satisfies Prisma.InvitationInclude;

export type InvitationRow = Prisma.InvitationGetPayload<{ include: typeof withRoom }>;

/**
 * Reads one invitation and decides on it: who may invite to the room may read and change its invitations.
 * @throws {AppError} `not_found`
 */
export async function loadInvitation(
  actor: Actor,
  id: string,
  via: Prisma.TransactionClient = db(),
): Promise<InvitationRow> {
  const row = await via.invitation.findUnique({ where: { id }, include: withRoom });
  if (!row) throw new AppError("not_found");
  try {
    authorize(actor, "room.invite", {
      ownerId: row.room.ownerId,
      coHostIds: row.room.coHosts.map(({ userId }) => userId),
      pinSetterIds: row.room.coHosts.filter(({ canSetPins }) => canSetPins).map(({ userId }) => userId),
      organizationId: row.room.organizationId,
      partnerId: row.room.organization.partnerId,
    });
  } catch {
    // Somebody who may see the room learns nothing of its invitations either.
    throw new AppError("not_found");
  }
  return row;
}

/**
 * An invitation that can still be changed, with its row locked until the end of the transaction: of two changes at a time
 * one waits.
 * @throws {AppError} `not_found`, or `conflict` when the meeting is over or cancelled
 */
export async function lockInvitation(
  actor: Actor,
  id: string,
  tx: Prisma.TransactionClient,
): Promise<InvitationRow> {
  await tx.$queryRaw`SELECT 1 AS locked FROM "Invitation" WHERE "id" = ${id}::uuid FOR UPDATE`;
  const row = await loadInvitation(actor, id, tx);
  if (stateOf(row) !== "upcoming") throw new AppError("conflict");
  return row;
}

/** What guests are told of a meeting. The host PIN stays here. */
export function factsOf(row: InvitationRow): InvitationFacts {
  const { host, guest } = pinsOf(row.room);
  return {
    uid: row.uid,
    sequence: row.sequence,
    title: row.title,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    timeZone: row.timeZone,
    note: row.note,
    organizer: { name: row.createdBy.displayName, email: row.createdBy.email },
    ways: waysOf(
      row.room.alias,
      row.room.aliases.map(({ alias }) => alias),
      env(),
    ),
    access: guest ? "pin" : host ? "lobby" : "open",
    guestPin: row.includesGuestPin ? guest : null,
    isCancelled: row.cancelledAt !== null,
  };
}

/** A guest as the page shows it. `isCurrent`: the last mail told of the meeting as it is now. */
export type GuestView = {
  id: string;
  email: string;
  name: string;
  locale: Locale;
  mail: Lowercase<GuestMail> | null;
  isCurrent: boolean;
};

/** An invitation as its page shows it. Moments as ISO 8601 in UTC. */
export type InvitationView = {
  id: string;
  title: string;
  room: { alias: string; name: string };
  organizerName: string;
  startsAt: string;
  endsAt: string;
  durationMinutes: number;
  timeZone: string;
  note: string;
  includesGuestPin: boolean;
  sequence: number;
  guests: GuestView[];
  state: "upcoming" | "over" | "cancelled";
};

const stateOf = (row: { cancelledAt: Date | null; endsAt: Date }): InvitationView["state"] =>
  row.cancelledAt ? "cancelled" : row.endsAt <= new Date() ? "over" : "upcoming";

export const viewOf = (row: InvitationRow): InvitationView => ({
  id: row.id,
  title: row.title,
  room: { alias: row.room.alias, name: row.room.name },
  organizerName: row.createdBy.displayName,
  startsAt: row.startsAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
  durationMinutes: (row.endsAt.getTime() - row.startsAt.getTime()) / Minute.ms,
  timeZone: row.timeZone,
  note: row.note,
  includesGuestPin: row.includesGuestPin,
  sequence: row.sequence,
  guests: row.guests.map(({ id, email, name, locale, mail, mailedSequence }) => ({
    id,
    email,
    name,
    locale: isLocale(locale) ? locale : locales[0],
    mail: mail && (mail.toLowerCase() as Lowercase<GuestMail>),
    isCurrent: mailedSequence === row.sequence,
  })),
  state: stateOf(row),
});

/** An invitation with all that its guests are told. @throws {AppError} `not_found` */
export async function getInvitation(
  actor: Actor,
  id: string,
): Promise<{ view: InvitationView; facts: InvitationFacts }> {
  const row = await loadInvitation(actor, id);
  return { view: viewOf(row), facts: factsOf(row) };
}

/** A room to choose for a meeting. `hasGuestPin`: there is a guest PIN that the invitation could tell. */
export type RoomChoice = { alias: string; name: string; hasGuestPin: boolean };

/** The rooms an actor may invite people to, their own first. */
export async function roomChoices(actor: Actor): Promise<RoomChoice[]> {
  const rows = await db().room.findMany({
    where: { AND: [invitableRooms(actor), { kind: "PERMANENT", closedAt: null }] },
    select: { alias: true, name: true, ownerId: true, guestPinSealed: true },
    orderBy: [{ name: "asc" }, { alias: "asc" }],
  });
  const isOwn = (row: { ownerId: string }) => Number("userId" in actor && row.ownerId === actor.userId);
  return rows
    .sort((a, b) => isOwn(b) - isOwn(a))
    .map(({ alias, name, guestPinSealed }) => ({ alias, name, hasGuestPin: guestPinSealed !== null }));
}

/** An invitation in a list. Moments as ISO 8601 in UTC. */
export type InvitationLine = Pick<
  InvitationView,
  "id" | "title" | "room" | "startsAt" | "endsAt" | "timeZone" | "state"
> & { guestCount: number };

/** Invitations on one page of a list. */
const PAGE_SIZE = 50;

/** The invitations to an actor's rooms: those to come, soonest first, or those that are over, latest first. */
export async function listInvitations(
  actor: Actor,
  { show, after }: InvitationListInput,
): Promise<{ invitations: InvitationLine[]; next: string | null }> {
  const now = new Date();
  const [order, beyond] = show === "upcoming" ? (["asc", "gt"] as const) : (["desc", "lt"] as const);
  const from = after ? cursorOf(after) : null;
  const rows = await db().invitation.findMany({
    where: {
      AND: [
        { room: invitableRooms(actor), endsAt: show === "upcoming" ? { gt: now } : { lte: now } },
        from
          ? {
              OR: [
                { startsAt: { [beyond]: from.startsAt } },
                { startsAt: from.startsAt, id: { [beyond]: from.id } },
              ],
            }
          : {},
      ],
    },
    include: { room: { select: { alias: true, name: true } }, _count: { select: { guests: true } } },
    orderBy: [{ startsAt: order }, { id: order }],
    take: PAGE_SIZE + 1,
  });
  const page = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? page.at(-1) : undefined;
  return {
    invitations: page.map((row) => ({
      id: row.id,
      title: row.title,
      room: row.room,
      startsAt: row.startsAt.toISOString(),
      endsAt: row.endsAt.toISOString(),
      timeZone: row.timeZone,
      state: stateOf(row),
      guestCount: row._count.guests,
    })),
    next: last ? Buffer.from(`${last.startsAt.toISOString()} ${last.id}`).toString("base64url") : null,
  };
}

const cursor = z.tuple([z.iso.datetime().transform((text) => new Date(text)), z.uuid()]);

/** A cursor that was tampered with starts the list anew. */
function cursorOf(after: string): { startsAt: Date; id: string } | null {
  const parsed = cursor.safeParse(Buffer.from(after, "base64url").toString().split(" "));
  return parsed.success ? { startsAt: parsed.data[0], id: parsed.data[1] } : null;
}
