import type { Logger } from "./logger";
import type { MediaEngine } from "./media";

/** HTTP Basic credentials. */
export interface Credentials {
  username: string;
  password: string;
}

/** The policy server this bridge asks before every call. `/policy/v1/…` is appended to `url`. */
export interface PolicyOptions extends Credentials {
  url: string;
  /** Longest wait for an answer, in milliseconds. A conferencing node gives 5,000. */
  timeoutMs?: number;
}

/** Where the bridge publishes its events. */
export interface EventSinkOptions extends Credentials {
  url: string;
  /** True: everything of an interval goes into one message. */
  bulk: boolean;
  /** Length of that interval in milliseconds; 250 unless told. */
  bulkIntervalMs?: number;
  /** Wait before the first repetition of a failed message, in milliseconds; 500 unless told. */
  initialBackoffMs?: number;
  /** The wait doubles up to this many milliseconds; 10,000 unless told. */
  maximumBackoffMs?: number;
  /** Longest wait for one answer, in milliseconds; 10,000 unless told. */
  timeoutMs?: number;
}

/** Every delay of the bridge in milliseconds; the defaults are those of a default Infinity installation where known. */
export interface Timers {
  /** Lifetime of a client API token. Sent to clients as whole seconds, at least one. */
  tokenLifetimeMs: number;
  /** How long the previous token still works after a refresh. */
  tokenOverlapMs: number;
  /** A client whose event stream closed and did not come back is gone after this. */
  eventStreamGraceMs: number;
  /** Interval of comment lines that keep event streams open. */
  eventStreamCommentMs: number;
  /** Longest stay in the waiting room (`waiting_for_chair_timeout`). */
  waitingForHostMs: number;
  /** How long guests may go on after the last host left (`guests_only_timeout`). */
  guestsOnlyMs: number;
  /** Time to type a PIN on a SIP or H.323 endpoint (`pin_entry_timeout`). */
  pinEntryMs: number;
  /** How long a called party takes to answer. */
  dialAnswerMs: number;
  /** Wait before automatically dialled participants are called. */
  automaticDialMs: number;
  /** Length of a media quality window; 0 turns the measurement off. */
  mediaWindowMs: number;
}

export const defaultTimers: Timers = {
  tokenLifetimeMs: 120_000,
  tokenOverlapMs: 30_000,
  eventStreamGraceMs: 10_000,
  eventStreamCommentMs: 15_000,
  waitingForHostMs: 900_000,
  guestsOnlyMs: 60_000,
  pinEntryMs: 120_000,
  dialAnswerMs: 1_500,
  automaticDialMs: 10_000,
  mediaWindowMs: 20_000,
};

/** A meeting room the bridge knows by itself: used when no policy server decides. */
export interface OwnRoom {
  name: string;
  aliases: string[];
  pin?: string;
  guestPin?: string;
  allowGuests?: boolean;
  tag?: string;
  participantLimit?: number;
}

/** Everything the bridge is started with. It reads no environment by itself. */
export interface DemoBridgeOptions {
  /** Address to listen on; 127.0.0.1 unless told. */
  host?: string;
  /** Port to listen on; 0, the default, takes a free one. */
  port?: number;
  /** Addresses of the emulated conferencing nodes; legs are spread over them. One unless told. */
  nodes?: string[];
  policy: PolicyOptions | null;
  eventSink: EventSinkOptions | null;
  /** Credentials of the management API and of `/demo/v1`. */
  management: Credentials;
  /** Management requests answered in a minute; 1,000 unless told, as on a real node. */
  managementRequestsPerMinute?: number;
  /** Web origins that may use the client API, or `"*"` (the default) for all. */
  corsOrigins?: "*" | string[];
  timers?: Partial<Timers>;
  /** Makes identifiers, names and figures repeatable. Without one each start differs. */
  seed?: number;
  logger?: Logger;
  /** Rooms configured on the bridge itself. */
  ownRooms?: OwnRoom[];
  /** Carries sound and picture; without one calls are signalling only. */
  media?: MediaEngine;
}
