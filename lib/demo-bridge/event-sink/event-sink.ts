import type { Engine } from "../engine/engine";
import type { EngineEvent } from "../engine/events";
import type { Conference, Leg, Participant } from "../engine/model";
import type { Faults } from "../faults";
import type { Logger } from "../logger";
import type { EventSinkOptions } from "../options";
import { Publisher } from "./publisher";
import { conferenceData, endedStream, legData, windowData } from "./views";

/** What the sink has been told so far, per node. */
export interface SinkState {
  node: string;
  sequence: number;
  delivered: number;
  waiting: number;
}

/** Turns what happens in the engine into events, each published by the node it concerns. */
export class EventSink {
  private readonly publishers = new Map<string, Publisher>();

  constructor(engine: Engine, options: EventSinkOptions, faults: Readonly<Faults>, logger: Logger) {
    for (const node of engine.nodes) {
      this.publishers.set(node, new Publisher(node, options, faults, engine.chance, logger));
    }
    engine.bus.subscribe((event) => this.tell(event));
  }

  state(): SinkState[] {
    return [...this.publishers].map(([node, { sequence, delivered, waiting }]) => ({
      node,
      sequence,
      delivered,
      waiting,
    }));
  }

  nudge(): void {
    for (const publisher of this.publishers.values()) publisher.nudge();
  }

  async stop(graceMs: number): Promise<void> {
    await Promise.all([...this.publishers.values()].map((publisher) => publisher.stop(graceMs)));
  }

  private tell(event: EngineEvent): void {
    const { conference, time } = event;
    switch (event.type) {
      case "node_joined":
        this.conference(event.node, "conference_started", conference, event.nodeStart, time);
        return;
      case "node_left": {
        const data = { ...conferenceData(conference, event.nodeStart), end_time: time };
        this.publishers.get(event.node)?.publish("conference_ended", data, time);
        return;
      }
      case "conference_updated":
        for (const [node, start] of conference.nodes) {
          this.conference(node, "conference_updated", conference, start, time);
        }
        return;
      case "leg_connected":
        this.leg("participant_connected", conference, event.participant, event.leg, time);
        return;
      case "participant_updated":
        for (const leg of event.participant.legs) {
          if (leg !== event.exceptLeg)
            this.leg("participant_updated", conference, event.participant, leg, time);
        }
        return;
      case "leg_disconnected":
        this.disconnected(event);
        return;
      case "quality_changed":
        this.publishers
          .get(event.leg.node)
          ?.publish("participant_media_stream_window", windowData(event), time);
    }
  }

  private conference(node: string, name: string, conference: Conference, start: number, time: number): void {
    this.publishers.get(node)?.publish(name, conferenceData(conference, start), time);
  }

  private leg(name: string, conference: Conference, participant: Participant, leg: Leg, time: number): void {
    this.publishers.get(leg.node)?.publish(name, legData(conference, participant, leg), time);
  }

  private disconnected(event: EngineEvent & { type: "leg_disconnected" }): void {
    const { conference, participant, leg, time } = event;
    const publisher = this.publishers.get(leg.node);
    if (leg.hasMedia) {
      const streams = leg.streams.map((stream) => endedStream(stream, leg.node));
      publisher?.publish(
        "participant_media_streams_destroyed",
        { uuid: leg.uuid, media_streams: streams },
        time,
      );
    }
    const data = {
      ...legData(conference, participant, leg),
      disconnect_reason: event.reason,
      duration: Math.max(0, time - leg.connectTime),
      end_time: time,
    };
    publisher?.publish("participant_disconnected", data, time);
  }
}
