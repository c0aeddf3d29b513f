import { pool } from "../../db";
import type { AccountState } from "../../generated/prisma/enums";
import { type BridgedSettings, bridgedSettings, pinsOf, type ValidityFacts, validityOf } from "../../rooms";
import { normalizeAlias, serviceTagOf } from "../alias";
import { callTagFor } from "../call-tag";
import { leaveToBridge, type PolicyAnswer, reject, use } from "./answer";
import type { CallQuery } from "./input";

type RoomForCall = BridgedSettings &
  ValidityFacts & {
    id: string;
    alias: string;
    hostPinSealed: string | null;
    guestPinSealed: string | null;
    ownerState: AccountState;
    mediaLocation: string | null;
    /** Those that the running meeting began with, when they have been changed since. */
    heldSettings: unknown;
    /** The caller is the owner or a co-host, by video address or by one of their devices. */
    callerIsHost: boolean;
  };

/**
 * One query answers every question about a call: the bridge asks while somebody waits. All look-ups are by unique key.
 */
async function findRoomForCall(alias: string, caller: string): Promise<RoomForCall | null> {
  const { rows } = await pool().query<RoomForCall>({
    name: "policy.room_for_call",
    text: `SELECT r."id", r."alias", r."name", r."hostPinSealed", r."guestPinSealed", r."guestsCanPresent", r."mutesGuests",
                  r."startsLocked", r."layout", r."participantLimit", u."state" AS "ownerState", o."mediaLocation",
                  r."opensAt", r."closesAt", r."closesAfterMeeting", r."closedAt",
                  r."closesAfterMeeting" AND EXISTS (
                    SELECT 1 FROM "Conference" c WHERE c."roomId" = r."id" AND c."endedAt" IS NULL
                  ) AS "isRunning",
                  CASE WHEN r."closesAfterMeeting" THEN (
                    SELECT max(c."endedAt") FROM "Conference" c WHERE c."roomId" = r."id" AND c."isStarted"
                  ) END AS "lastEndedAt",
                  CASE WHEN r."heldSettings" IS NOT NULL AND EXISTS (
                    SELECT 1 FROM "Conference" f
                    WHERE f."id" = (r."heldSettings"->>'conferenceId')::uuid AND f."endedAt" IS NULL
                  ) THEN r."heldSettings" END AS "heldSettings",
                  EXISTS (
                    SELECT 1 FROM "User" h LEFT JOIN "Device" d ON d."userId" = h."id" AND d."alias" = $2
                    WHERE (h."id" = r."ownerId" OR h."id" IN (SELECT c."userId" FROM "RoomCoHost" c WHERE c."roomId" = r."id"))
                      AND h."state" = 'ACTIVE' AND h."organizationId" = r."organizationId"
                      AND (h."videoAddress" = $2 OR d."id" IS NOT NULL)
                  ) AS "callerIsHost"
           FROM "RoomAlias" a JOIN "Room" r ON r."id" = a."roomId"
           JOIN "User" u ON u."id" = r."ownerId" JOIN "Organization" o ON o."id" = r."organizationId"
           WHERE a."alias" = $1`,
    values: [alias, caller],
  });
  return rows[0] ?? null;
}

/** An address in a domain of ours that leads nowhere is refused; in a domain that is not ours, the bridge decides. */
async function noRoom(alias: string): Promise<PolicyAnswer> {
  const domain = alias.split("@")[1];
  if (!domain) return leaveToBridge();
  const { rowCount } = await pool().query(`SELECT 1 FROM "Organization" WHERE "videoDomain" = $1`, [domain]);
  return rowCount ? reject() : leaveToBridge();
}

const isClosed = (room: RoomForCall) =>
  room.ownerState !== "ACTIVE" || validityOf(room, new Date()) !== "open";

/** `service/configuration`: which room an alias reaches, and the PINs that the bridge is to ask for. */
export async function serviceConfiguration(query: CallQuery): Promise<PolicyAnswer> {
  const alias = normalizeAlias(query.local_alias);
  const room = await findRoomForCall(alias, normalizeAlias(query.remote_alias));
  if (!room) return noRoom(alias);
  if (isClosed(room)) return reject();
  const pins = pinsOf(room);
  const settings = bridgedSettings(room, room.heldSettings);
  return use({
    service_type: "conference",
    // The name is the conference's identity on the bridge, so it is the room's alias: display names are not unique.
    name: room.alias,
    service_tag: serviceTagOf(room.id),
    description: settings.name,
    // Without a host PIN everyone is a host. `pin` together with allow_guests:false would mean "one PIN for all".
    allow_guests: pins.host !== null,
    ...(pins.host !== null && { pin: pins.host }),
    ...(pins.guest !== null && { guest_pin: pins.guest }),
    guests_can_present: settings.guestsCanPresent,
    mute_all_guests: settings.mutesGuests,
    locked: settings.startsLocked,
    ...(settings.layout !== null && { view: settings.layout }),
    ...(settings.participantLimit !== null && { participant_limit: settings.participantLimit }),
  });
}

/** `participant/properties`: tags the leg with what is proven of it, and lets a host's own registered device in as host. */
export async function participantProperties(query: CallQuery): Promise<PolicyAnswer> {
  const alias = normalizeAlias(query.local_alias);
  const caller = normalizeAlias(query.remote_alias);
  const room = await findRoomForCall(alias, caller);
  if (!room) return noRoom(alias);
  if (isClosed(room)) return reject();
  return use({
    call_tag: callTagFor(query.registered, serviceTagOf(room.id), caller),
    // A caller's address is only a claim unless the device registered under it.
    ...(query.registered && room.callerIsHost && { preauthenticated_role: "chair" }),
  });
}

/** `participant/location`: the organization's own media location, or none of our business. */
export async function participantLocation(query: CallQuery): Promise<PolicyAnswer> {
  const room = await findRoomForCall(normalizeAlias(query.local_alias), "");
  return room?.mediaLocation ? use({ location: room.mediaLocation }) : leaveToBridge();
}
