import {
  ClientCallType,
  type ConferenceStatus,
  createCallSignals,
  createInfinityClient,
  createInfinityClientSignals,
  type InfinityClient,
  MAIN_ROOM_ID,
  type Participant,
  type ParticipantID,
} from "@pexip/infinity";

/** A room to join. Without `withCall` the client is in the roster only; with it, it also places a receive-only call. */
export interface JoinOptions {
  bridgeUrl: string;
  alias: string;
  displayName: string;
  pin?: string;
  withCall?: boolean;
}

/** One participant as the published client reports it. */
export interface RosterEntry {
  uuid: string;
  displayName: string;
  isHost: boolean;
  isWaiting: boolean;
  isMuted: boolean;
  isPresenting: boolean;
  isStreaming: boolean;
  protocol: string;
  serviceType: string;
  encryption: string;
}

/** Something the client told, in the order it was told. `at` is Unix milliseconds. */
export interface SignalRecord {
  at: number;
  name: string;
  value: unknown;
}

/** Everything known of this page's client, as plain data. */
export interface PexipState {
  roster: RosterEntry[];
  conference: { locked: boolean; started: boolean; guestsMuted: boolean } | null;
  /** What kind of place this client is in: `waiting_room`, `conference` … */
  serviceType: string | null;
  disconnected: { error: string; errorCode: string } | null;
  error: { error: string; errorCode: string } | null;
  pinRequired: { hasHostPin: boolean; hasGuestPin: boolean } | null;
  participantId: string | null;
  signals: SignalRecord[];
}

const state: PexipState = {
  roster: [],
  conference: null,
  serviceType: null,
  disconnected: null,
  error: null,
  pinRequired: null,
  participantId: null,
  signals: [],
};

const people = new Map<string, RosterEntry>();
const signals = createInfinityClientSignals([], { batchScheduleTimeoutMS: 50, batchBufferSize: 20 });
const callSignals = createCallSignals([]);
const client: InfinityClient = createInfinityClient(signals, callSignals);

function entry(participant: Participant): RosterEntry {
  return {
    uuid: participant.uuid,
    displayName: participant.displayName ?? "",
    isHost: participant.isHost,
    isWaiting: participant.isWaiting,
    isMuted: participant.isMuted,
    isPresenting: participant.isPresenting,
    isStreaming: participant.isStreaming,
    protocol: participant.protocol,
    serviceType: participant.serviceType ?? "",
    encryption: participant.rawData.encryption,
  };
}

/** Signals carry functions and dates now and then: what is recorded must survive the way out of the page. */
function plain(value: unknown): unknown {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
}

function record(name: string, value: unknown): void {
  state.signals.push({ at: Date.now(), name, value: plain(value) });
}

function remember(participants: readonly Participant[]): void {
  for (const participant of participants) people.set(participant.uuid, entry(participant));
  state.roster = [...people.values()];
}

for (const [name, signal] of Object.entries({ ...signals, ...callSignals })) {
  if (name !== "onRtcStats") signal.add((value: unknown) => record(name, value));
}

signals.onParticipants.add(({ id, participants }) => {
  if (id !== MAIN_ROOM_ID) return;
  people.clear();
  remember(participants);
});
signals.onParticipantJoined.add((joined) => remember([joined].flat().map(({ participant }) => participant)));
signals.onParticipantUpdated.add((updated) =>
  remember([updated].flat().map(({ participant }) => participant)),
);
signals.onParticipantLeft.add((left) => {
  for (const { participant } of [left].flat()) people.delete(participant.uuid);
  state.roster = [...people.values()];
});
signals.onMe.add(({ participant }) => {
  state.participantId = participant.uuid;
});
signals.onServiceType.add((serviceType) => {
  state.serviceType = serviceType ?? null;
});
signals.onConferenceStatus.add(({ status }: { status: ConferenceStatus }) => {
  state.conference = { locked: status.locked, started: status.started, guestsMuted: status.guestsMuted };
});
signals.onPinRequired.add((pins) => {
  state.pinRequired = pins;
});
signals.onError.add(({ error, errorCode }) => {
  state.error = { error, errorCode };
});
signals.onDisconnected.add(({ error, errorCode }) => {
  state.disconnected = { error, errorCode };
});

/** What a test does with this page. */
export const pexip = {
  /** Tries to join. @returns false when the bridge asked for a PIN or refused; {@link PexipState} says which. */
  async join({ bridgeUrl, alias, displayName, pin, withCall }: JoinOptions): Promise<boolean> {
    state.error = null;
    state.pinRequired = null;
    state.disconnected = null;
    await client.call({
      conferenceAlias: alias,
      displayName,
      bandwidth: 0,
      host: bridgeUrl,
      node: new URL(bridgeUrl).host,
      callType: withCall ? ClientCallType.AudioRecvVideoRecvOnly : ClientCallType.None,
      directMedia: false,
      ...(pin === undefined ? {} : { pin }),
    });
    return state.error === null && state.pinRequired === null && state.disconnected === null;
  },
  async leave(): Promise<void> {
    await client.disconnect({ reason: "User initiated disconnect" });
  },
  async lock(isLocked: boolean): Promise<void> {
    await client.lock({ lock: isLocked });
  },
  async admit(uuid: string): Promise<void> {
    await client.admit({ participantUuid: uuid as ParticipantID });
  },
  async eject(uuid: string): Promise<void> {
    await client.kick({ participantUuid: uuid as ParticipantID });
  },
  async mute(uuid: string, isMuted: boolean): Promise<void> {
    await client.mute({ participantUuid: uuid as ParticipantID, mute: isMuted });
  },
  async muteAllGuests(isMuted: boolean): Promise<void> {
    await client.muteAllGuests({ mute: isMuted });
  },
  async endForAll(): Promise<void> {
    await client.disconnectAll({});
  },
  async say(text: string): Promise<void> {
    await client.sendMessage({ payload: text });
  },
  state: (): PexipState => state,
};

declare global {
  interface Window {
    pexip: typeof pexip;
  }
}

window.pexip = pexip;
