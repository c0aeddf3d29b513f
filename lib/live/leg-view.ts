import { normalizeAlias, provesOnNet, serviceTagOf } from "../bridge";
import { env } from "../env";
import type { Leg, LegKind, LegPlace } from "./types";

/** A participant row, as far as the roster needs it. Words are the bridge's. */
export type LegRow = {
  id: string;
  conversationId: string;
  displayName: string;
  sourceAlias: string;
  destinationAlias: string;
  protocol: string;
  callDirection: string;
  role: string;
  serviceType: string;
  encryption: string;
  callTag: string;
  remoteAddress: string;
  hasMedia: boolean;
  isMuted: boolean;
  isPresenting: boolean;
  isStreaming: boolean;
  isIdpAuthenticated: boolean;
  connectedAt: Date | null;
};

/** A number as telephone networks know it: five digits or more, with or without a plus. */
const isTelephoneNumber = (address: string) => /^\+?\d{5,20}$/.test(address.split("@")[0] ?? "");

/**
 * How somebody joined, from the bridge's protocol names (which differ in case between its interfaces). A call from or to
 * a plain number, or by way of a telephone gateway, counts as telephone: to take a device for a telephone is a harmless
 * mistake, to take a telephone for encrypted is not.
 */
export function kindOf(leg: LegRow, other: string, onNet: boolean, gateways: readonly string[]): LegKind {
  if (leg.isStreaming || leg.protocol.toLowerCase() === "rtmp") return "stream";
  const viaGateway =
    gateways.includes(leg.remoteAddress.toLowerCase()) || gateways.includes(other.split("@")[1] ?? "");
  switch (leg.protocol.toLowerCase()) {
    case "webrtc":
    case "api":
      return onNet ? "device" : "browser";
    case "mssip":
      return "skype";
    case "teams":
    case "gms":
    case "ghm":
      return "gateway";
    default:
      if (viaGateway || (!onNet && isTelephoneNumber(other))) return "telephone";
      return onNet ? "device" : "sip_h323";
  }
}

const places: Record<string, LegPlace> = { connecting: "connecting", ivr: "pin", waiting_room: "lobby" };

/** Whether the meeting made the call. */
export const isOutgoing = (row: LegRow) => row.callDirection.toLowerCase().startsWith("out");

/** A participant row as the roster shows it. */
export function legView(row: LegRow, roomId: string): Leg {
  const other = normalizeAlias(isOutgoing(row) ? row.destinationAlias : row.sourceAlias);
  const onNet = !isOutgoing(row) && provesOnNet(row.callTag, serviceTagOf(roomId), other);
  const kind = kindOf(row, other, onNet, env().BRIDGE_TELEPHONE_GATEWAYS);
  const role = row.role.toLowerCase();
  return {
    id: row.id,
    conversationId: row.conversationId || row.id,
    name: row.displayName || (kind === "stream" ? "" : other),
    address: kind === "stream" ? "" : other, // a stream's address holds its key
    kind,
    onNet,
    // Whatever the bridge says of its own leg to the gateway: beyond it a telephone call is never encrypted.
    encrypted: kind !== "telephone" && row.encryption.toLowerCase() === "on",
    identified: kind !== "telephone" && (onNet || row.isIdpAuthenticated),
    role: role === "chair" ? "host" : role === "guest" ? "guest" : "unknown",
    place: places[row.serviceType] ?? "meeting",
    muted: row.isMuted,
    presenting: row.isPresenting,
    hasMedia: row.hasMedia,
    direction: isOutgoing(row) ? "out" : "in",
    joinedAt: row.connectedAt?.toISOString() ?? null,
  };
}
