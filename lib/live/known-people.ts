import type { Actor } from "../access";
import { db } from "../db";
import type { KnownPeople } from "./types";

/** The room's owner and the one who asks, as far as the page must know them again among the callers. */
export async function knownPeople(actor: Actor, ownerId: string): Promise<KnownPeople> {
  const viewerId = "userId" in actor ? actor.userId : ownerId;
  const people = await db().user.findMany({
    where: { id: { in: [ownerId, viewerId] } },
    select: { id: true, displayName: true, videoAddress: true },
  });
  const find = (id: string) => people.find((person) => person.id === id);
  return {
    owner: find(ownerId)?.videoAddress ?? "",
    viewer: find(viewerId)?.videoAddress ?? "",
    viewerName: find(viewerId)?.displayName ?? "",
  };
}
