import type { ParticipantData } from "./envelope";
import { merge, NEVER, type Stamp, type Stamped, unspoken } from "./stamp";

/** What the bridge says of a leg, in its own words (see the Participant table). */
export type LegFields = {
  conversationId: string;
  callId: string;
  displayName: string;
  sourceAlias: string;
  destinationAlias: string;
  protocol: string;
  callDirection: string;
  role: string;
  serviceType: string;
  encryption: string;
  vendor: string;
  callTag: string;
  remoteAddress: string;
  systemLocation: string;
  hasMedia: boolean;
  isMuted: boolean;
  isPresenting: boolean;
  isStreaming: boolean;
  isIdpAuthenticated: boolean;
  /** Unix seconds. */
  connectedAt: number | null;
};

const unknownLeg: LegFields = {
  conversationId: "",
  callId: "",
  displayName: "",
  sourceAlias: "",
  destinationAlias: "",
  protocol: "",
  callDirection: "",
  role: "unknown",
  serviceType: "connecting",
  encryption: "",
  vendor: "",
  callTag: "",
  remoteAddress: "",
  systemLocation: "",
  hasMedia: false,
  isMuted: false,
  isPresenting: false,
  isStreaming: false,
  isIdpAuthenticated: false,
  connectedAt: null,
};

/** Whether a leg is in. Said by every event; `leftAt` in Unix seconds, null while it is in. */
type Presence = { leftAt: number | null; leaveReason: string | null; stamp: Stamp; confirmed: boolean };

/** A leg, folded from what was said of it. */
export type LegState = Stamped<LegFields> & { presence: Presence };

export const newLeg = (): LegState => ({
  ...unspoken(unknownLeg),
  presence: { leftAt: null, leaveReason: null, stamp: NEVER, confirmed: false },
});

/** What the bridge's names mean in ours. */
export const legFields = (data: ParticipantData): Partial<LegFields> => ({
  conversationId: data.conversation_id,
  callId: data.call_id,
  displayName: data.display_name,
  sourceAlias: data.source_alias,
  destinationAlias: data.destination_alias,
  protocol: data.protocol,
  callDirection: data.call_direction,
  role: data.role,
  serviceType: data.service_type,
  encryption: data.encryption,
  vendor: data.vendor,
  callTag: data.call_tag,
  remoteAddress: data.remote_address,
  systemLocation: data.system_location,
  hasMedia: data.has_media,
  isMuted: data.is_muted,
  isPresenting: data.is_presenting,
  isStreaming: data.is_streaming,
  isIdpAuthenticated: data.is_idp_authenticated,
  connectedAt: data.connect_time ?? undefined,
});

/** Something said of a leg: by an event, or by the status API when it was asked (`gone`: it no longer knew the leg). */
export type LegSaid = {
  change: "connected" | "updated" | "disconnected" | "gone";
  fields: Partial<LegFields>;
  stamp: Stamp;
  /** Unix seconds: when it left, for `disconnected` and `gone`. */
  leftAt?: number;
  leaveReason?: string | null;
};

/**
 * A leg that the bridge said has ended stays ended, whatever arrives later. One that was only found gone comes back
 * when something newer speaks of it.
 */
function mergePresence(known: Presence, said: LegSaid): Presence {
  const { stamp } = said;
  if (said.change === "disconnected") {
    if (known.confirmed && stamp <= known.stamp) return known;
    return { leftAt: said.leftAt ?? null, leaveReason: said.leaveReason ?? null, stamp, confirmed: true };
  }
  if (known.confirmed || stamp <= known.stamp) return known;
  return {
    leftAt: said.change === "gone" ? (said.leftAt ?? null) : null,
    leaveReason: null,
    stamp,
    confirmed: false,
  };
}

/**
 * Adds what was said to what is known of a leg. The outcome is the same for every order and repetition.
 * @returns `leg` itself when nothing is new
 */
export function hear<L extends LegState>(leg: L, said: LegSaid): L {
  const merged = merge<LegFields, L>(leg, said.fields, said.stamp);
  const presence = mergePresence(leg.presence, said);
  return presence === leg.presence ? merged : { ...merged, presence };
}
