/** Troubles that can be switched on to see how a portal bears them. */
export interface Faults {
  /** Added to every answer of the management API, in milliseconds. */
  managementDelayMs: number;
  /** Answer every management request with this status instead; 0 for none. */
  managementStatus: number;
  /** Answer every command with this status instead, while all else is well; 0 for none. */
  commandStatus: number;
  /** Legs on which every command is refused, as equipment does that cannot be controlled. */
  refusedLegs: string[];
  /** New events take a sequence number and are then lost. */
  dropEvents: boolean;
  /** Send each message this many times more than needed. */
  duplicateEvents: number;
  /** Send the events of a message (bulk) or the next few (single) in another order. */
  shuffleEvents: boolean;
  /** Hold events back; they go out, in order, once this is off again. */
  sinkPaused: boolean;
}

export const noFaults: Faults = {
  managementDelayMs: 0,
  managementStatus: 0,
  commandStatus: 0,
  refusedLegs: [],
  dropEvents: false,
  duplicateEvents: 0,
  shuffleEvents: false,
  sinkPaused: false,
};
