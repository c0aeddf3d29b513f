import type { Conference, Leg, Participant, Quality } from "./model";

/** Figures of one stream within one quality window. */
export interface StreamWindow {
  streamId: string;
  kind: "audio" | "video" | "presentation";
  rxPackets: number;
  rxLost: number;
  txPackets: number;
  txLost: number;
}

/**
 * What happened in the engine. `conference` and `participant` are the live objects: a subscriber that needs the state of
 * this very moment copies what it needs before it returns.
 */
export type EngineEvent = { time: number; conference: Conference } & (
  | { type: "conference_started" | "conference_updated" | "conference_ended" }
  /** A node received its first, or lost its last, leg of the conference. */
  | { type: "node_joined" | "node_left"; node: string; nodeStart: number }
  | { type: "participant_joined"; participant: Participant }
  /** `exceptLeg` is a leg whose full state was reported in the same moment. */
  | { type: "participant_updated"; participant: Participant; exceptLeg?: Leg }
  | { type: "participant_left"; participant: Participant; reason: string }
  | { type: "leg_connected"; participant: Participant; leg: Leg }
  | { type: "leg_disconnected"; participant: Participant; leg: Leg; reason: string }
  | {
      type: "quality_changed";
      participant: Participant;
      leg: Leg;
      was: Quality;
      windowSeconds: number;
      windows: StreamWindow[];
    }
  | { type: "presentation_started" | "presentation_stopped"; participant: Participant }
  | { type: "speaker_changed"; participant: Participant }
  | { type: "layout_changed" }
  /** `to` is null for everybody. */
  | { type: "message_sent"; from: Participant; to: Participant | null; mediaType: string; payload: string }
  | { type: "transfer_offered"; participant: Participant; alias: string; token: string }
);
