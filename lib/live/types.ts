/** What crosses to the browser about a live meeting: plain JSON, times in ISO 8601 UTC. Safe to import in the browser. */

/** How somebody joined. `device`: softclient or endpoint registered with the service; `gateway`: Teams, Meet and the like. */
export type LegKind = "device" | "sip_h323" | "skype" | "browser" | "telephone" | "gateway" | "stream";

/** Where a leg stands: being dialled, typing a PIN, held in the lobby, or in the meeting. */
export type LegPlace = "connecting" | "pin" | "lobby" | "meeting";

/** One leg of a conference, as the roster shows it. */
export type Leg = {
  id: string;
  /** Shared by all legs of one person. */
  conversationId: string;
  name: string;
  /** The other end's address; "" when the bridge knows none. */
  address: string;
  kind: LegKind;
  /** Registered with the service, as proven by the bridge; what is not proven is off-net. */
  onNet: boolean;
  /** False also when it is not known: only what is proven counts as encrypted. */
  encrypted: boolean;
  /**
   * Who it is has been proven: signed in at an identity provider for this call, or a device registered with the service.
   * Otherwise the name is what the caller typed. Never true for a telephone, whose number anybody can claim.
   */
  identified: boolean;
  role: "host" | "guest" | "unknown";
  place: LegPlace;
  muted: boolean;
  presenting: boolean;
  /** False for a leg that only controls, such as a browser before its sound and picture are up. */
  hasMedia: boolean;
  direction: "in" | "out";
  /** ISO 8601, UTC; null while not connected. */
  joinedAt: string | null;
};

/** The meeting a roster is about. */
export type LiveConference = {
  id: string;
  startedAt: string;
  locked: boolean;
  /** False while everyone waits for a host. */
  started: boolean;
  guestsMuted: boolean;
};

/** Whether what a roster shows can be relied on, and if not, since when (ISO 8601, UTC) and why. */
export type SourceState =
  | { ok: true }
  | { ok: false; why: "bridge" | "events" | "database" | "unchecked"; since: string };

/** Everything about a room's live meeting, or that there is none. `version` orders what an open roster has seen. */
export type Snapshot = {
  conference: LiveConference | null;
  legs: Leg[];
  version: string;
  source: SourceState;
};

/** How a call that the meeting made came to its end: refused by the other end or busy, never reached, or over. */
export type DialEnd = "declined" | "unreachable" | "ended";

/** What has changed since the version before. `gone` are ids of legs that left; `dialEnds` has why, for called ones. */
export type Changes = {
  conference: LiveConference;
  legs: Leg[];
  gone: string[];
  dialEnds: Record<string, DialEnd>;
  version: string;
};

/** Commands of the live page; each is a `POST /api/rooms/{alias}/live/commands`. */
export type LiveCommand =
  | { command: "lock" | "unlock" | "end" | "mute_guests" | "unmute_guests" }
  | { command: LegCommand; legIds: string[] };

/** `to_lobby` sends people back to the lobby, and locks the room for that. */
export type LegCommand = "admit" | "eject" | "mute" | "unmute" | "make_host" | "make_guest" | "to_lobby";

/** For which legs a command was not carried out, and why: a key of `live.failures` by leg id. Empty when all went well. */
export type LegFailures = Record<string, string>;

/** Whom the page points out before they are put out: video addresses, "" for somebody without one. */
export type KnownPeople = { owner: string; viewer: string; viewerName: string };

/** Answer to a command that was carried out on some legs only. */
export type PartlyDone = { failed: LegFailures };

/** Answer to a command that could not be carried out, beside its HTTP status. */
export type CommandFailure = { code: string };
