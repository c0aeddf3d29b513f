import { type Actor, authorize, can, type RoomAction, type RoomFacts, visibleRooms } from "../access";
import { actorId } from "../auth";
import { seal, unseal } from "../crypto";
import { db } from "../db";
import { AppError } from "../errors";
import type { Prisma } from "../generated/prisma/client";
import { log } from "../log";
import type { RoomListInput, SetPinsInput } from "./input";
import { lastMeetingEnds, livePresence, type Presence } from "./presence";
import { type Validity, validityOf } from "./validity";

const withFacts = {
  organization: { select: { partnerId: true, videoDomain: true } },
  owner: { select: { displayName: true } },
  coHosts: { select: { userId: true, canSetPins: true } },
} satisfies Prisma.RoomInclude;

type RoomRow = Prisma.RoomGetPayload<{ include: typeof withFacts }>;

const factsOf = (row: RoomRow): RoomFacts => ({
  ownerId: row.ownerId,
  coHostIds: row.coHosts.map((coHost) => coHost.userId),
  pinSetterIds: row.coHosts.filter((coHost) => coHost.canSetPins).map((coHost) => coHost.userId),
  organizationId: row.organizationId,
  partnerId: row.organization.partnerId,
});

/**
 * Reads one room and decides on it. Nothing else reads a single room for a person, so the check cannot be forgotten.
 * @throws {AppError} `not_found` or `forbidden`, see {@link authorize}
 */
export async function loadRoom(actor: Actor, action: RoomAction, alias: string) {
  const row = await db().room.findFirst({
    where: { alias: alias.toLowerCase() },
    include: withFacts,
  });
  if (!row) throw new AppError("not_found");
  const facts = factsOf(row);
  authorize(actor, action, facts);
  return { row, facts };
}

/** A room in a list. */
export type RoomLine = {
  alias: string;
  name: string;
  kind: "permanent" | "one_time";
  ownerName: string;
  isOwn: boolean;
  live: Presence | null;
  validity: Validity;
};

/** A room as its page shows it. PINs are present only for those who may read them. */
export type RoomView = RoomLine & {
  id: string;
  description: string;
  /** Until when a one-time room lets callers in at the most, and whether it is over with its meeting. */
  closesAt: string | null;
  closesAfterMeeting: boolean;
  addresses: { videoAddress: string | null; number: string | null; web: string | null; others: string[] };
  pins: { host: string | null; guest: string | null } | null;
  pinsChangedAt: string | null;
  can: {
    setPins: boolean;
    setCoHosts: boolean;
    invite: boolean;
    configure: boolean;
    close: boolean;
    watchLive: boolean;
    controlLive: boolean;
  };
};

/** What of a room's state is not in its row. */
type Now = { live: Presence | null; lastEndedAt: Date | null };

async function nowOf(rows: RoomRow[]): Promise<(row: RoomRow) => Now> {
  const [live, ends] = await Promise.all([
    livePresence(rows.map((row) => row.id)),
    lastMeetingEnds(rows.filter((row) => row.closesAfterMeeting).map((row) => row.id)),
  ]);
  return ({ id }) => ({ live: live.get(id) ?? null, lastEndedAt: ends.get(id) ?? null });
}

const lineOf = (actor: Actor, row: RoomRow, { live, lastEndedAt }: Now): RoomLine => ({
  alias: row.alias,
  name: row.name,
  kind: row.kind === "PERMANENT" ? "permanent" : "one_time",
  ownerName: row.owner.displayName,
  isOwn: "userId" in actor && actor.userId === row.ownerId,
  live,
  validity: validityOf({ ...row, isRunning: live !== null, lastEndedAt }, new Date()),
});

/** Rooms on one page of a list. */
const PAGE_SIZE = 50;

/**
 * The rooms an actor may read, by name. `next` continues behind the last one; `total` is null beyond the first page,
 * where counting would only cost.
 */
export async function listRooms(
  actor: Actor,
  { q, show, after }: RoomListInput,
): Promise<{ rooms: RoomLine[]; next: string | null; total: number | null }> {
  const contains = { contains: q, mode: "insensitive" } as const;
  const filter: Prisma.RoomWhereInput = {
    AND: [
      visibleRooms(actor),
      inState(show, new Date()),
      q ? { OR: [{ name: contains }, { alias: contains }] } : {},
    ],
  };
  const from = after ? cursorOf(after) : null;
  const rows = await db().room.findMany({
    where: from
      ? {
          AND: [
            filter,
            { OR: [{ name: { gt: from.name } }, { name: from.name, alias: { gt: from.alias } }] },
          ],
        }
      : filter,
    include: withFacts,
    orderBy: [{ name: "asc" }, { alias: "asc" }],
    take: PAGE_SIZE + 1,
  });
  const page = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? page.at(-1) : undefined;
  const now = await nowOf(page);
  return {
    rooms: page.map((row) => lineOf(actor, row, now(row))),
    next: last ? Buffer.from(JSON.stringify([last.name, last.alias])).toString("base64url") : null,
    total: from ? null : rows.length <= PAGE_SIZE ? page.length : await db().room.count({ where: filter }),
  };
}

/** Past rooms are over for good; one whose meeting has ended within the day is still among the current ones. */
const inState = (show: RoomListInput["show"], now: Date): Prisma.RoomWhereInput =>
  show === "past"
    ? { OR: [{ closedAt: { not: null } }, { closesAt: { lte: now } }] }
    : { closedAt: null, OR: [{ closesAt: null }, { closesAt: { gt: now } }] };

/** A cursor that was tampered with starts the list anew. */
function cursorOf(after: string): { name: string; alias: string } | null {
  try {
    const [name, alias] = JSON.parse(Buffer.from(after, "base64url").toString());
    const isText = (value: unknown): value is string => typeof value === "string" && !value.includes("\0");
    return isText(name) && isText(alias) ? { name, alias } : null;
  } catch {
    return null;
  }
}

export const hostPinPlace = (roomId: string) => `room.hostPin:${roomId}`;
export const guestPinPlace = (roomId: string) => `room.guestPin:${roomId}`;

/** A room's PINs in clear, for those who may read them and for the bridge. */
export const pinsOf = (row: { id: string; hostPinSealed: string | null; guestPinSealed: string | null }) => ({
  host: row.hostPinSealed && unseal(row.hostPinSealed, hostPinPlace(row.id)),
  guest: row.guestPinSealed && unseal(row.guestPinSealed, guestPinPlace(row.id)),
});

/** PINs as the database keeps them. */
export const sealPins = (roomId: string, pins: { hostPin: string | null; guestPin: string | null }) => ({
  hostPinSealed: pins.hostPin && seal(pins.hostPin, hostPinPlace(roomId)),
  guestPinSealed: pins.guestPin && seal(pins.guestPin, guestPinPlace(roomId)),
});

/** @throws {AppError} `not_found` */
export async function getRoom(actor: Actor, alias: string): Promise<RoomView> {
  const { row, facts } = await loadRoom(actor, "room.read", alias);
  const aliases = await db().roomAlias.findMany({ where: { roomId: row.id }, orderBy: { alias: "asc" } });
  const now = await nowOf([row]);
  return {
    ...lineOf(actor, row, now(row)),
    id: row.id,
    description: row.description,
    closesAt: row.closesAt?.toISOString() ?? null,
    closesAfterMeeting: row.closesAfterMeeting,
    addresses: addressesOf(
      aliases.map(({ alias }) => alias),
      row.alias,
    ),
    pins: can(actor, "room.readPins", facts) ? pinsOf(row) : null,
    pinsChangedAt: row.pinsChangedAt?.toISOString() ?? null,
    can: {
      setPins: can(actor, "room.setPins", facts),
      setCoHosts: can(actor, "room.setCoHosts", facts),
      invite: can(actor, "room.invite", facts) && row.kind === "PERMANENT" && row.closedAt === null,
      configure: can(actor, "room.configure", facts),
      close: can(actor, "room.close", facts),
      watchLive: can(actor, "room.watchLive", facts),
      controlLive: can(actor, "room.controlLive", facts),
    },
  };
}

/** Sorts a room's aliases into the ways to call it: the video address has an @, the conference number is digits. */
function addressesOf(aliases: string[], first: string): RoomView["addresses"] {
  const videoAddress = aliases.find((alias) => alias.includes("@")) ?? null;
  const number = aliases.find((alias) => /^\d+$/.test(alias)) ?? null;
  const others = aliases.filter((alias) => alias !== videoAddress && alias !== number && alias !== first);
  return { videoAddress, number, web: first, others };
}

/**
 * Sets or clears both PINs. They count from the next caller on: the bridge asks for them at each call.
 * @throws {AppError} `not_found` or `forbidden`
 */
export async function setPins(actor: Actor, { alias, hostPin, guestPin }: SetPinsInput): Promise<void> {
  const { row } = await loadRoom(actor, "room.setPins", alias);
  await db().room.update({
    where: { id: row.id },
    data: { ...sealPins(row.id, { hostPin, guestPin }), pinsChangedAt: new Date() },
  });
  log.info({ roomId: row.id, actorId: actorId(actor) }, "room.pins_changed");
}
