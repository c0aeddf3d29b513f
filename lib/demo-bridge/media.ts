/** One media call of a client, as the media engine knows it. */
export interface MediaCall {
  callUuid: string;
  participantUuid: string;
  conference: string;
}

/** An ICE candidate as the client API carries it. An empty `candidate` says there are no more. */
export interface MediaCandidate {
  candidate: string;
  mid: string;
  ufrag?: string | undefined;
}

/** The place where sound and picture attach to the bridge. The bridge itself handles signalling only. */
export interface MediaEngine {
  /** Answers the first offer of a call with an SDP, or `""` for signalling only. */
  answer(call: MediaCall, offerSdp: string): Promise<string>;
  /** Answers a later offer of the same call (ICE restart, screen share). */
  update(call: MediaCall, offerSdp: string): Promise<string>;
  candidate(call: MediaCall, candidate: MediaCandidate): void;
  close(call: MediaCall): void;
}

/** Accepts every call with an empty answer; the published client stays in the meeting and only lists who is there. */
export const signallingOnly: MediaEngine = {
  answer: async () => "",
  update: async () => "",
  candidate: () => {},
  close: () => {},
};
