import { z } from "zod";
import type { Actor } from "../access";
import { recordAudit } from "../audit";
import { actorId } from "../auth";
import { db } from "../db";
import { Prisma } from "../generated/prisma/client";
import { log } from "../log";
import { loadRoom } from "./rooms";
import type { RoomSettings, SaveRoomInput } from "./settings-input";

type SettingsRow = Omit<RoomSettings, "layout"> & { layout: string | null };

const settingsOf = (row: SettingsRow): SettingsRow => ({
  name: row.name,
  description: row.description,
  guestsCanPresent: row.guestsCanPresent,
  mutesGuests: row.mutesGuests,
  startsLocked: row.startsLocked,
  layout: row.layout,
  participantLimit: row.participantLimit,
});

/** What the bridge is told of a room besides its PINs. A bridge wants these to stay as they are while a meeting runs. */
const bridged = z.object({
  name: z.string(),
  guestsCanPresent: z.boolean(),
  mutesGuests: z.boolean(),
  startsLocked: z.boolean(),
  layout: z.string().nullable(),
  participantLimit: z.number().nullable(),
});
export type BridgedSettings = z.output<typeof bridged>;

const held = bridged.extend({ conferenceId: z.string() });

/**
 * The settings to tell the bridge: those that the running meeting began with, as long as it runs, else the room's own
 * (reference: Pexip external policy, all but PINs must be stable while a conference runs).
 * @param heldSettings `Room.heldSettings` of a room whose meeting still runs; null for any other
 */
export function bridgedSettings(room: BridgedSettings, heldSettings: unknown): BridgedSettings {
  const kept = held.safeParse(heldSettings);
  return bridged.parse(kept.success ? kept.data : room);
}

/** A room's settings as its page shows them. */
export type RoomSettingsView = {
  alias: string;
  settings: SettingsRow;
  revision: number;
  /** A meeting is running: most of what is changed counts from the next one. */
  isRunning: boolean;
  isClosed: boolean;
};

/** @throws {AppError} `not_found` or `forbidden` */
export async function getRoomSettings(actor: Actor, alias: string): Promise<RoomSettingsView> {
  const { row } = await loadRoom(actor, "room.configure", alias);
  const running = await db().conference.count({ where: { roomId: row.id, endedAt: null } });
  return {
    alias: row.alias,
    settings: settingsOf(row),
    revision: row.revision,
    isRunning: running > 0,
    isClosed: row.closedAt !== null,
  };
}

/** Of two people who edit at the same time the later one is told, with what is stored now. */
export type SavedRoom = { ok: true; isRunning: boolean } | { ok: false; now: SettingsRow; revision: number };

/**
 * Saves a room's settings, unless somebody has changed them since the given revision.
 * @throws {AppError} `not_found` or `forbidden`
 */
export async function saveRoomSettings(
  actor: Actor,
  { alias, revision, ...settings }: SaveRoomInput,
  remoteAddress: string | null,
): Promise<SavedRoom> {
  const { row } = await loadRoom(actor, "room.configure", alias);
  return db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM "Room" WHERE "id" = ${row.id}::uuid FOR NO KEY UPDATE`;
    const before = await tx.room.findUniqueOrThrow({ where: { id: row.id } });
    if (before.revision !== revision)
      return { ok: false, now: settingsOf(before), revision: before.revision };
    const meeting = await tx.conference.findFirst({
      where: { roomId: row.id, endedAt: null },
      select: { id: true },
    });
    await tx.room.update({
      where: { id: row.id },
      data: { ...settings, revision: revision + 1, heldSettings: heldFor(meeting?.id, before) },
    });
    const changed = changedFields(settingsOf(before), settings);
    log.info({ roomId: row.id, actorId: actorId(actor), changed }, "room.settings_changed");
    await recordAudit(
      {
        action: "room.changed",
        actorId: "userId" in actor ? actor.userId : null,
        organizationId: row.organizationId,
        partnerId: row.organization.partnerId,
        remoteAddress,
        facts: { roomId: row.id, changed: changed.join(" ") },
      },
      tx,
    );
    return { ok: true, isRunning: meeting !== null };
  });
}

/** What a running meeting keeps; a second change during the same meeting leaves that alone. */
function heldFor(
  conferenceId: string | undefined,
  before: BridgedSettings & { heldSettings: Prisma.JsonValue },
): Prisma.InputJsonValue | typeof Prisma.DbNull {
  if (!conferenceId) return Prisma.DbNull;
  const kept = held.safeParse(before.heldSettings);
  return kept.success && kept.data.conferenceId === conferenceId
    ? kept.data
    : { conferenceId, ...bridged.parse(before) };
}

/** Names of the settings in which two differ. */
export const changedFields = (a: SettingsRow, b: SettingsRow): (keyof RoomSettings)[] =>
  (Object.keys(a) as (keyof RoomSettings)[]).filter((name) => a[name] !== b[name]);
