import type { Engine } from "../engine/engine";
import type { EngineEvent } from "../engine/events";
import type { Conference, MediaStream } from "../engine/model";
import { endedStream } from "../event-sink/views";
import { isoMicros } from "../time";
import { qualityNames } from "./status-views";

const base = "/api/admin/history/v1";

/** How many ended conferences are remembered, as on a management node. The oldest go first, with their participants. */
const conferencesMax = 10_000;

export type HistoryRow = Record<string, unknown> & { id: string };

/** What is left of conferences and legs that have ended. A leg's row is written when it ends. */
export class History {
  /** In the order in which they ended. */
  readonly conferences = new Map<string, HistoryRow>();
  readonly participants = new Map<string, HistoryRow>();
  readonly mediaStreams = new Map<string, HistoryRow>();
  private readonly legsOf = new Map<string, HistoryRow[]>();
  private nextStreamId = 1;

  constructor(
    engine: Engine,
    private readonly limit: number = conferencesMax,
  ) {
    engine.bus.subscribe((event) => {
      if (event.type === "leg_disconnected") this.keepLeg(event);
      if (event.type === "conference_ended") this.keepConference(event.conference, event.time);
    });
  }

  private keepLeg(event: EngineEvent & { type: "leg_disconnected" }): void {
    const { conference, participant, leg, time } = event;
    const uri = `${base}/participant/${leg.uuid}/`;
    const streams = leg.streams.map((stream) => this.keepStream(stream, leg.node, uri));
    const row: HistoryRow = {
      id: leg.uuid,
      conference: `${base}/conference/${conference.id}/`,
      conference_name: conference.name,
      display_name: participant.displayName,
      local_alias: participant.localAlias,
      remote_alias: participant.remoteAlias,
      role: participant.role === "chair" ? "chair" : "guest",
      service_type: participant.stage,
      service_tag: conference.service.tag,
      protocol: leg.protocol,
      call_direction: participant.direction,
      start_time: isoMicros(leg.connectTime),
      end_time: isoMicros(time),
      duration: Math.floor(time - leg.connectTime),
      disconnect_reason: event.reason,
      encryption: participant.encryption,
      call_quality: qualityNames[leg.quality],
      historic_call_quality: leg.qualityCounts,
      bucketed_call_quality: leg.qualityCounts,
      has_media: leg.hasMedia,
      is_streaming: participant.isStreaming,
      is_direct: false,
      is_idp_authenticated: participant.isIdpAuthenticated,
      license_count: leg.hasMedia ? 1 : 0,
      license_type: leg.hasMedia ? "port" : "nolicense",
      bandwidth: Math.max(leg.rxBandwidth, leg.txBandwidth),
      rx_bandwidth: leg.rxBandwidth,
      tx_bandwidth: leg.txBandwidth,
      remote_address: leg.remoteAddress,
      remote_port: leg.remotePort,
      vendor: participant.vendor,
      media_node: leg.hasMedia ? leg.node : "",
      signalling_node: leg.node,
      proxy_node: "",
      system_location: leg.systemLocation,
      call_uuid: leg.callUuid,
      conversation_id: participant.conversationId,
      av_id: leg.hasMedia ? leg.callUuid : "",
      presentation_id: "",
      call_tag: leg.callTag,
      transcoding_enabled: true,
      media_streams: streams,
      resource_uri: uri,
    };
    this.participants.set(row.id, row);
    const siblings = this.legsOf.get(conference.id) ?? [];
    siblings.push(row);
    this.legsOf.set(conference.id, siblings);
  }

  private keepStream(stream: MediaStream, node: string, participant: string): HistoryRow {
    const id = String(this.nextStreamId);
    this.nextStreamId += 1;
    const row: HistoryRow = {
      ...endedStream(stream, node),
      id,
      participant,
      start_time: isoMicros(stream.startTime),
      end_time: stream.endTime === null ? null : isoMicros(stream.endTime),
      resource_uri: `${base}/media_stream/${id}/`,
    };
    this.mediaStreams.set(id, row);
    return row;
  }

  private keepConference(conference: Conference, time: number): void {
    const legs = this.legsOf.get(conference.id) ?? [];
    this.conferences.set(conference.id, {
      id: conference.id,
      name: conference.name,
      service_type: conference.service.serviceType,
      tag: conference.service.tag,
      start_time: isoMicros(conference.startTime),
      end_time: isoMicros(time),
      duration: Math.floor(time - conference.startTime),
      participant_count: legs.length,
      participants: legs.map((leg) => leg.resource_uri),
      instant_message_count: conference.messageCount,
      direct_media_available: false,
      resource_uri: `${base}/conference/${conference.id}/`,
    });
    if (this.conferences.size > this.limit) this.dropOldest();
  }

  private dropOldest(): void {
    const [oldest] = this.conferences.keys();
    if (oldest === undefined) return;
    this.conferences.delete(oldest);
    for (const leg of this.legsOf.get(oldest) ?? []) {
      this.participants.delete(leg.id);
      for (const stream of leg.media_streams as HistoryRow[]) this.mediaStreams.delete(stream.id);
    }
    this.legsOf.delete(oldest);
  }
}
