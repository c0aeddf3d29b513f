import type { Actor } from "../access";
import { recordAudit } from "../audit";
import { actorId, countTry } from "../auth";
import { bridge } from "../bridge";
import { db } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { log } from "../log";
import { loadRoom } from "../rooms";
import type { DialInput } from "./dial-input";

export type Dialled =
  | { ok: true; legIds: string[] }
  /** A sentence of `live.dial.errors` at its field. */
  | { ok: false; field: "destination" | "confirmed"; reason: "refused" | "confirm" };

/**
 * Calls somebody from the running meeting. It returns when the bridge has begun to call: the leg is in the roster as
 * connecting, and then inside, or gone with a reason.
 * @throws {AppError} `not_found` or `forbidden`; `conflict` when no meeting is running; `too_many_requests`;
 *   `bridge_unavailable`
 */
export async function dialOut(
  actor: Actor,
  input: DialInput,
  remoteAddress: string | null,
): Promise<Dialled> {
  const { row } = await loadRoom(actor, "room.controlLive", input.alias);
  const { kind, to, role, code, name } = input;
  // Only the server knows the gateways behind which every call is a telephone call.
  const host = to.address.split("@")[1]?.replace(/:\d+$/, "").toLowerCase() ?? "";
  if (env().BRIDGE_TELEPHONE_GATEWAYS.includes(host) && !input.confirmed)
    return { ok: false, field: "confirmed", reason: "confirm" };
  if ((await db().conference.count({ where: { roomId: row.id, endedAt: null } })) === 0)
    throw new AppError("conflict");
  const tried = await countTry("dial", actorId(actor));
  if (!tried.allowed) throw new AppError("too_many_requests");
  const { mediaLocation } = await db().organization.findUniqueOrThrow({
    where: { id: row.organizationId },
    select: { mediaLocation: true },
  });
  try {
    const legIds = await bridge().dial({
      conference_alias: row.alias,
      destination: to.address,
      protocol: to.protocol,
      role: role === "host" ? "chair" : "guest",
      call_type: kind === "video" ? "video" : "audio",
      ...(name && { remote_display_name: name }),
      ...(kind === "bridge" && code && { dtmf_sequence: code }),
      // Without a location of the organization's own the bridge's routing rules find the way.
      ...(mediaLocation
        ? { routing: "manual", system_location: mediaLocation }
        : { routing: "routing_rule" }),
    });
    await recordAudit({
      action: "room.dialled_out",
      actorId: "userId" in actor ? actor.userId : null,
      organizationId: row.organizationId,
      partnerId: row.organization.partnerId,
      remoteAddress,
      facts: { roomId: row.id, kind, role },
    });
    log.info({ roomId: row.id, actorId: actorId(actor), kind, role }, "live.dialled_out");
    return { ok: true, legIds };
  } catch (error) {
    if (error instanceof AppError && error.code === "bridge_refused")
      return { ok: false, field: "destination", reason: "refused" };
    throw error;
  }
}
