import type { Prisma } from "../generated/prisma/client";
import type { Actor, Person } from "./actor";

/** The facts a decision on a room rests on: ids only, so that the policy stays pure and its tests need no database. */
export type RoomFacts = {
  ownerId: string;
  coHostIds: readonly string[];
  /** Those of the co-hosts who may change the PINs, too. */
  pinSetterIds: readonly string[];
  organizationId: string;
  partnerId: string;
};

const owns = (actor: Actor, room: RoomFacts) =>
  "userId" in actor && actor.userId === room.ownerId && belongs(actor, room);
const coHosts = (actor: Actor, room: RoomFacts): actor is Person =>
  "userId" in actor && room.coHostIds.includes(actor.userId) && belongs(actor, room);
/** An account that moved to another organization leaves its rights on rooms behind. */
const belongs = (actor: Actor, room: RoomFacts) =>
  "organizationId" in actor && actor.organizationId === room.organizationId;
const administers = (actor: Actor, room: RoomFacts) => actor.kind === "org_admin" && belongs(actor, room);
const resells = (actor: Actor, room: RoomFacts) =>
  actor.kind === "partner" && actor.partnerId === room.partnerId;
const runs = (actor: Actor, room: RoomFacts) =>
  owns(actor, room) || coHosts(actor, room) || administers(actor, room);
const manages = (actor: Actor, room: RoomFacts) => owns(actor, room) || administers(actor, room);

export const roomPolicy = {
  "room.read": (actor: Actor, room: RoomFacts) => runs(actor, room) || resells(actor, room),
  // PINs open the meeting itself: a reseller supports a room, an admin manages it, without holding its keys.
  "room.readPins": (actor: Actor, room: RoomFacts) => owns(actor, room) || coHosts(actor, room),
  "room.setPins": (actor: Actor, room: RoomFacts) =>
    owns(actor, room) || (coHosts(actor, room) && room.pinSetterIds.includes(actor.userId)),
  "room.setCoHosts": manages,
  // An invitation names its guests and can hold the guest PIN: for those who may read the PINs.
  "room.invite": (actor: Actor, room: RoomFacts) => owns(actor, room) || coHosts(actor, room),
  "room.configure": manages,
  "room.close": manages,
  // Knowing the host PIN starts a meeting on the bridge; controlling it from the portal takes more (design.md, 4).
  "room.watchLive": runs,
  "room.controlLive": runs,
} satisfies Record<string, (actor: Actor, room: RoomFacts) => boolean>;

export type RoomAction = keyof typeof roomPolicy;

/** The rooms that {@link roomPolicy} lets an actor read, as a filter of a list query. A test holds the two together. */
export function visibleRooms(actor: Actor): Prisma.RoomWhereInput {
  switch (actor.kind) {
    case "org_admin":
      return { organizationId: actor.organizationId };
    case "user":
      return {
        organizationId: actor.organizationId,
        OR: [{ ownerId: actor.userId }, { coHosts: { some: { userId: actor.userId } } }],
      };
    case "partner":
      return { organization: { partnerId: actor.partnerId } };
    case "operator":
    case "system":
      return { id: { in: [] } };
  }
}

/** The rooms that an actor may invite people to (`room.invite`), as a filter of a list query. A test holds the two together. */
export function invitableRooms(actor: Actor): Prisma.RoomWhereInput {
  if (!("organizationId" in actor)) return { id: { in: [] } };
  const { organizationId, userId } = actor;
  return { organizationId, OR: [{ ownerId: userId }, { coHosts: { some: { userId } } }] };
}
