import type { Encryption, Protocol, Service } from "../engine/model";
import type { CallFacts } from "../policy/policy";
import type { Chance } from "../random";

/** Kinds of callers. A telephone reaches the bridge through a SIP gateway, so its leg is `SIP`. */
export type CallerKind = "API" | "WebRTC" | "SIP" | "H323" | "MSSIP" | "PSTN";

/** A call to place, as if somebody out there dialled a room. */
export interface CallSpec {
  /** The room's alias, as dialled. */
  alias: string;
  displayName: string;
  protocol: CallerKind;
  /** `out`: the room dials `remoteAlias` instead. */
  direction?: "in" | "out";
  remoteAlias?: string;
  isRegistered?: boolean;
  /** Signs in at an identity provider before the call, as browsers can. */
  isIdpAuthenticated?: boolean;
  /** Ignored for browsers and Skype for Business (always `On`) and telephones (always `Off`). */
  encryption?: Encryption;
  /** What the caller types, one attempt after the other; `"none"` for "I am a guest without PIN". */
  pin?: string | string[];
  /** Instead of `pin`: types the room's own PIN of that kind, whatever it is at the moment. */
  knowsPin?: "host" | "guest";
  vendor?: string;
  remoteAddress?: string;
  callTag?: string;
}

/**
 * What became of a call. `ivr` = still at the PIN prompt, `ringing` = called and not answered yet. `legId` is the leg
 * that carries media where there is one; `participantId` is the client API's identifier.
 */
export interface CallResult {
  outcome: "admitted" | "waiting" | "ivr" | "ringing" | "rejected" | "pin_failed";
  /** Why, for `rejected` and `pin_failed`. */
  reason: string | null;
  legId: string | null;
  legIds: string[];
  participantId: string | null;
  conference: string | null;
  role: "chair" | "guest" | "unknown" | null;
}

export const refusedCall = (outcome: "rejected" | "pin_failed", reason: string): CallResult => ({
  outcome,
  reason,
  legId: null,
  legIds: [],
  participantId: null,
  conference: null,
  role: null,
});

/** PINs to type, one attempt after the other, once the room is known. */
export type Typing = (service: Service) => readonly string[];

/** What a caller will type at the prompt. */
export function typingOf({ pin, knowsPin }: CallSpec): Typing {
  if (knowsPin === undefined) {
    const typed = typeof pin === "string" ? [pin] : (pin ?? []);
    return () => typed;
  }
  return (service) => {
    if (service.pin === null) return [];
    if (knowsPin === "host") return [service.pin];
    return service.allowGuests ? [service.guestPin ?? "none"] : [service.pin];
  };
}

const vendors: Record<CallerKind, string> = {
  API: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0 Safari/537.36",
  WebRTC: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0 Safari/537.36",
  SIP: "Room system (SIP)",
  H323: "Room system (H.323)",
  MSSIP: "UCCAPI/16.0 Skype for Business",
  PSTN: "SIP gateway",
};

const legProtocol: Record<CallerKind, Protocol> = {
  API: "API",
  WebRTC: "WebRTC",
  SIP: "SIP",
  H323: "H323",
  MSSIP: "MSSIP",
  PSTN: "SIP",
};

const policyProtocol: Record<Protocol, CallFacts["protocol"]> = {
  API: "api",
  // A browser's media belongs to a call that began on the client API.
  WebRTC: "api",
  SIP: "sip",
  H323: "h323",
  MSSIP: "mssip",
  RTMP: "rtmp",
};

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ".")
    .replace(/^\.|\.$/g, "") || "caller";

function defaultRemoteAlias(spec: CallSpec, chance: Chance): string {
  switch (spec.protocol) {
    case "API":
    case "WebRTC":
      return spec.displayName;
    case "PSTN":
      return `sip:+4721${String(chance.between(0, 999_999)).padStart(6, "0")}@pstn.example`;
    case "H323":
      return `h323:${slug(spec.displayName)}@offnet.example`;
    default:
      return `sip:${slug(spec.displayName)}@offnet.example`;
  }
}

function encryptionOf(spec: CallSpec): Encryption {
  if (spec.protocol === "PSTN") return "Off";
  if (spec.protocol === "SIP" || spec.protocol === "H323")
    return spec.encryption ?? (spec.isRegistered ? "On" : "Off");
  return "On";
}

/** A documentation address (TEST-NET), so that no real network is ever named. */
export const someAddress = (chance: Chance): string => `192.0.2.${chance.between(1, 254)}`;

/** Completes a call's description with what a node would see on the wire. */
export function callFacts(spec: CallSpec, node: string, location: string, chance: Chance) {
  const protocol = legProtocol[spec.protocol];
  const facts: CallFacts = {
    localAlias: protocol === "SIP" || protocol === "MSSIP" ? `sip:${spec.alias}` : spec.alias,
    remoteAlias: spec.remoteAlias ?? defaultRemoteAlias(spec, chance),
    remoteDisplayName: spec.displayName,
    remoteAddress: spec.remoteAddress ?? someAddress(chance),
    direction: "dial_in",
    protocol: policyProtocol[protocol],
    trigger: triggerOf(protocol),
    isRegistered: spec.isRegistered ?? false,
    isIdpAuthenticated: spec.isIdpAuthenticated ?? false,
    vendor: spec.vendor ?? vendors[spec.protocol],
    encryption: encryptionOf(spec),
    callTag: spec.callTag ?? "",
    node,
    location,
  };
  return { facts, protocol, audioOnly: spec.protocol === "PSTN" };
}

const triggerOf = (protocol: Protocol): CallFacts["trigger"] =>
  protocol === "API" || protocol === "WebRTC" ? "web" : protocol === "H323" ? "setup" : "invite";

/** Facts of a call that the bridge itself makes from a room. */
export function dialFacts(
  plan: {
    localAlias: string;
    destination: string;
    displayName: string;
    protocol: Protocol;
    encryption: Encryption;
  },
  node: string,
  location: string,
  chance: Chance,
  service: Service | null,
): CallFacts {
  return {
    localAlias: plan.localAlias,
    remoteAlias: plan.destination,
    remoteDisplayName: plan.displayName,
    remoteAddress: someAddress(chance),
    direction: "dial_out",
    protocol: policyProtocol[plan.protocol],
    trigger: "unspecified",
    isRegistered: false,
    vendor: "",
    encryption: plan.encryption,
    callTag: "",
    node,
    location,
    ...(service ? { service } : {}),
  };
}
