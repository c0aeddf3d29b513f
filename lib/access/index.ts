import { AppError } from "../errors";
import type { Actor } from "./actor";
import { type OrganizationAction, type OrganizationFacts, organizationPolicy } from "./organization";
import { type PersonAction, type PersonFacts, personPolicy } from "./people";
import { type RoomAction, type RoomFacts, roomPolicy } from "./rooms";

export type { Actor, Person } from "./actor";
export type { OrganizationAction, OrganizationFacts } from "./organization";
export { type PersonAction, type PersonFacts, visiblePeople } from "./people";
export { invitableRooms, type RoomAction, type RoomFacts, visibleRooms } from "./rooms";

/** Whether the actor may do this to that room. */
export const can = (actor: Actor, action: RoomAction, room: RoomFacts): boolean =>
  roomPolicy[action](actor, room);

/** @throws {AppError} `not_found` when the actor may not even know that the room exists, else `forbidden` */
export function authorize(actor: Actor, action: RoomAction, room: RoomFacts): void {
  if (can(actor, action, room)) return;
  throw new AppError(can(actor, "room.read", room) ? "forbidden" : "not_found");
}

/** @throws {AppError} `not_found`: who may not do it learns nothing of the organization */
export function authorizeOrganization(
  actor: Actor,
  action: OrganizationAction,
  organization: OrganizationFacts,
): void {
  if (!organizationPolicy[action](actor, organization)) throw new AppError("not_found");
}

/** Whether the actor may do this to that person's account. */
export const canOnPerson = (actor: Actor, action: PersonAction, person: PersonFacts): boolean =>
  personPolicy[action](actor, person);

/** @throws {AppError} `not_found`: who may not do it learns nothing of the person */
export function authorizePerson(actor: Actor, action: PersonAction, person: PersonFacts): void {
  if (!canOnPerson(actor, action, person)) throw new AppError("not_found");
}
