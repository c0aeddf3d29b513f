import type { Actor } from "../access";
import { can } from "../access";
import { loadRoom } from "../rooms";
import { loadSnapshot } from "./roster";
import type { Snapshot } from "./types";

export { commandLive, liveCommand } from "./controls";

/**
 * A room's live meeting as its page first shows it.
 * @throws {AppError} `not_found` or `forbidden`
 */
export async function getLive(
  actor: Actor,
  alias: string,
): Promise<{ snapshot: Snapshot; room: { alias: string; name: string }; canControl: boolean }> {
  const { row, facts } = await loadRoom(actor, "room.watchLive", alias);
  const snapshot = await loadSnapshot(row.id);
  return {
    snapshot,
    room: { alias: row.alias, name: row.name },
    canControl: can(actor, "room.controlLive", facts),
  };
}
