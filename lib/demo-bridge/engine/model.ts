/** How a leg reaches the bridge, in the event sink's spelling. */
export type Protocol = "API" | "WebRTC" | "SIP" | "H323" | "MSSIP" | "RTMP";

/** `unknown` until a PIN has decided. */
export type Role = "chair" | "guest" | "unknown";

/** Where in the call a participant is: the field the protocols call `service_type`. */
export type Stage = "connecting" | "ivr" | "waiting_room" | "conference" | "lecture";

export type Encryption = "On" | "Off";

/** Quality of a stretch of media: 0 unknown, 1 good, 2 ok, 3 bad, 4 terrible. */
export type Quality = 0 | 1 | 2 | 3 | 4;

/** A meeting room as the bridge was told of it, by the policy server or by its own configuration. */
export interface Service {
  /** Also the conference's name everywhere. */
  name: string;
  serviceType: "conference" | "lecture";
  tag: string;
  pin: string | null;
  guestPin: string | null;
  /** False: whoever gets in is a host. */
  allowGuests: boolean;
  guestsCanPresent: boolean;
  /** State of the lock when a conference starts; a running one keeps its own. */
  locked: boolean;
  muteAllGuests: boolean;
  participantLimit: number | null;
  /** `on` refuses legs without encryption. */
  cryptoMode: "besteffort" | "on" | "off" | null;
  view: string;
  automaticParticipants: AutomaticParticipant[];
}

/** Someone the bridge calls by itself once a meeting has begun, often a stream. */
export interface AutomaticParticipant {
  remoteAlias: string;
  remoteDisplayName: string | null;
  protocol: "sip" | "h323" | "mssip" | "rtmp";
  role: "chair" | "guest";
  streaming: boolean;
  keepAlive: boolean;
}

/** One kind of media on a leg, with its totals. Rates in kbit/s, jitter in ms, loss in percent. */
export interface MediaStream {
  id: string;
  kind: "audio" | "video" | "presentation";
  startTime: number;
  endTime: number | null;
  rxBitrate: number;
  txBitrate: number;
  rxCodec: string;
  txCodec: string;
  rxFps: number;
  txFps: number;
  rxResolution: string;
  txResolution: string;
  rxJitter: number;
  txJitter: number;
  rxPackets: number;
  rxLost: number;
  txPackets: number;
  txLost: number;
  /** Loss of the latest window. */
  rxWindowLoss: number;
  txWindowLoss: number;
}

/** One connection of a participant. A browser has two: `API` for control and `WebRTC` for media. */
export interface Leg {
  readonly uuid: string;
  readonly callUuid: string;
  readonly protocol: Protocol;
  readonly hasMedia: boolean;
  readonly node: string;
  readonly connectTime: number;
  systemLocation: string;
  callTag: string;
  remoteAddress: string;
  remotePort: number;
  /** kbit/s */
  rxBandwidth: number;
  txBandwidth: number;
  quality: Quality;
  /** How often each quality class was measured, by class. */
  qualityCounts: [number, number, number, number, number];
  recentQuality: Quality[];
  streams: MediaStream[];
}

/** Somebody in a conference, with one or two legs. */
export interface Participant {
  /** The client API's identifier, equal to that of the first leg. */
  readonly uuid: string;
  readonly conversationId: string;
  readonly direction: "in" | "out";
  /** The far end's alias. */
  readonly remoteAlias: string;
  /** The alias of the room that was dialled, or that dials. */
  readonly localAlias: string;
  readonly isRegistered: boolean;
  readonly vendor: string;
  readonly startTime: number;
  readonly isStreaming: boolean;
  readonly isIdpAuthenticated: boolean;
  /** False: the meeting may end around this one (streams). */
  readonly keepsAlive: boolean;
  displayName: string;
  overlayText: string;
  role: Role;
  stage: Stage;
  encryption: Encryption;
  /** Passes a lock: the policy server said so, a host PIN proved it, or a host dialled this one. */
  passesLock: boolean;
  isMuted: boolean;
  isClientMuted: boolean;
  isVideoMuted: boolean;
  isPresenting: boolean;
  mayReceivePresentation: boolean;
  /** Unix seconds, 0 = hand not raised. */
  buzzTime: number;
  /** Unix seconds, 0 = not in the spotlight. */
  spotlight: number;
  legs: Leg[];
}

/** One live session of a room. */
export interface Conference {
  readonly id: string;
  readonly name: string;
  readonly service: Service;
  readonly startTime: number;
  isLocked: boolean;
  isStarted: boolean;
  guestsMuted: boolean;
  guestsCanUnmute: boolean;
  participants: Map<string, Participant>;
  /** Nodes that carry a leg now, with the moment of their first. */
  nodes: Map<string, number>;
  layout: { view: string; guestView: string; overlayText: boolean; indicators: Record<string, unknown> };
  messageCount: number;
  /** Legs there ever were. */
  legCount: number;
}

export const isInside = (participant: Participant): boolean =>
  participant.stage === "conference" || participant.stage === "lecture";

export const isWaiting = (participant: Participant): boolean => participant.stage === "waiting_room";

/** People of a conference: streams do not count. */
export const headCount = (conference: Conference): number =>
  [...conference.participants.values()].filter((participant) => !participant.isStreaming).length;
