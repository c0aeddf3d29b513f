import type { Actor } from "../access";
import { can } from "../access";
import { loadRoom } from "../rooms";
import { knownPeople } from "./known-people";
import { loadSnapshot } from "./roster";
import type { KnownPeople, Snapshot } from "./types";

export { commandLive, liveCommand } from "./controls";
export { dialOut } from "./dial";

/**
 * A room's live meeting as its page first shows it.
 * @throws {AppError} `not_found` or `forbidden`
 */
export async function getLive(
  actor: Actor,
  alias: string,
): Promise<{
  snapshot: Snapshot;
  room: { alias: string; name: string };
  known: KnownPeople;
  canControl: boolean;
}> {
  const { row, facts } = await loadRoom(actor, "room.watchLive", alias);
  const [snapshot, known] = await Promise.all([loadSnapshot(row.id), knownPeople(actor, row.ownerId)]);
  return {
    snapshot,
    known,
    room: { alias: row.alias, name: row.name },
    canControl: can(actor, "room.controlLive", facts),
  };
}
