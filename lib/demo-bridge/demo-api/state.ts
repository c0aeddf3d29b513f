import type { Engine } from "../engine/engine";
import type { Conference, Participant } from "../engine/model";
import type { SinkState } from "../event-sink/event-sink";
import type { Faults } from "../faults";

/** A participant as the demo control API shows it. */
export interface ParticipantState {
  participantId: string;
  conversationId: string;
  displayName: string;
  role: Participant["role"];
  stage: Participant["stage"];
  encryption: Participant["encryption"];
  remoteAlias: string;
  isRegistered: boolean;
  isMuted: boolean;
  isPresenting: boolean;
  isStreaming: boolean;
  legs: {
    legId: string;
    protocol: string;
    hasMedia: boolean;
    node: string;
    callTag: string;
    systemLocation: string;
  }[];
}

export interface ConferenceState {
  id: string;
  name: string;
  tag: string;
  isLocked: boolean;
  isStarted: boolean;
  guestsMuted: boolean;
  nodes: string[];
  participants: ParticipantState[];
}

/** Everything the bridge holds at one moment, for tests and for people who look. */
export interface BridgeState {
  conferences: ConferenceState[];
  legCount: number;
  eventSink: SinkState[];
  faults: Faults;
}

export function bridgeState(engine: Engine, eventSink: SinkState[], faults: Faults): BridgeState {
  return {
    conferences: [...engine.conferences.values()].map(conferenceState),
    legCount: [...engine.allLegs()].length,
    eventSink,
    faults: { ...faults },
  };
}

const conferenceState = (conference: Conference): ConferenceState => ({
  id: conference.id,
  name: conference.name,
  tag: conference.service.tag,
  isLocked: conference.isLocked,
  isStarted: conference.isStarted,
  guestsMuted: conference.guestsMuted,
  nodes: [...conference.nodes.keys()],
  participants: [...conference.participants.values()].map(participantState),
});

const participantState = (participant: Participant): ParticipantState => ({
  participantId: participant.uuid,
  conversationId: participant.conversationId,
  displayName: participant.displayName,
  role: participant.role,
  stage: participant.stage,
  encryption: participant.encryption,
  remoteAlias: participant.remoteAlias,
  isRegistered: participant.isRegistered,
  isMuted: participant.isMuted,
  isPresenting: participant.isPresenting,
  isStreaming: participant.isStreaming,
  legs: participant.legs.map((leg) => ({
    legId: leg.uuid,
    protocol: leg.protocol,
    hasMedia: leg.hasMedia,
    node: leg.node,
    callTag: leg.callTag,
    systemLocation: leg.systemLocation,
  })),
});
