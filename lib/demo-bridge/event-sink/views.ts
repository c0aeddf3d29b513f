import type { EngineEvent } from "../engine/events";
import type { Conference, Leg, MediaStream, Participant } from "../engine/model";

/** A conference in the event sink's words. */
export const conferenceData = (conference: Conference, startTime: number) => ({
  name: conference.name,
  service_type: conference.service.serviceType,
  tag: conference.service.tag,
  start_time: startTime,
  is_locked: conference.isLocked,
  is_started: conference.isStarted,
  guests_muted: conference.guestsMuted,
});

/** One leg in the event sink's words: always the full object, never a difference. Bandwidths are kbit/s. */
export const legData = (conference: Conference, participant: Participant, leg: Leg) => ({
  uuid: leg.uuid,
  call_id: leg.callUuid,
  conversation_id: participant.conversationId,
  related_uuids: participant.legs.filter((other) => other !== leg).map((other) => other.uuid),
  call_tag: leg.callTag,
  conference: conference.name,
  service_type: participant.stage,
  service_tag: conference.service.tag,
  display_name: participant.displayName,
  role: participant.role,
  protocol: leg.protocol,
  call_direction: participant.direction,
  source_alias: participant.direction === "in" ? participant.remoteAlias : participant.localAlias,
  destination_alias: participant.direction === "in" ? participant.localAlias : participant.remoteAlias,
  remote_address: leg.remoteAddress,
  vendor: participant.vendor,
  encryption: participant.encryption,
  has_media: leg.hasMedia,
  is_streaming: participant.isStreaming,
  is_muted: participant.isMuted,
  is_client_muted: participant.isClientMuted,
  is_presenting: participant.isPresenting,
  is_idp_authenticated: participant.isIdpAuthenticated,
  connect_time: participant.stage === "connecting" ? null : leg.connectTime,
  rx_bandwidth: leg.rxBandwidth,
  tx_bandwidth: leg.txBandwidth,
  media_node: leg.hasMedia ? leg.node : "",
  signalling_node: leg.node,
  proxy_node: "",
  system_location: leg.systemLocation,
});

const percent = (lost: number, all: number) => (all === 0 ? 0 : Math.round((lost / all) * 10_000) / 100);

/** The totals of a stream that has ended. No jitter: only live statistics have it. */
export const endedStream = (stream: MediaStream, node: string) => ({
  stream_id: stream.id,
  stream_type: stream.kind,
  node,
  start_time: stream.startTime,
  end_time: stream.endTime,
  rx_bitrate: stream.rxBitrate,
  tx_bitrate: stream.txBitrate,
  rx_codec: stream.rxCodec,
  tx_codec: stream.txCodec,
  rx_fps: stream.rxFps,
  tx_fps: stream.txFps,
  rx_resolution: stream.rxResolution,
  tx_resolution: stream.txResolution,
  rx_packets_received: stream.rxPackets,
  tx_packets_sent: stream.txPackets,
  rx_packets_lost: stream.rxLost,
  tx_packets_lost: stream.txLost,
  rx_packet_loss: percent(stream.rxLost, stream.rxPackets + stream.rxLost),
  tx_packet_loss: percent(stream.txLost, stream.txPackets),
});

const qualityNames = ["0_unknown", "1_good", "2_ok", "3_bad", "4_terrible"] as const;

/** A change of quality class with the figures it rests on. */
export function windowData(event: EngineEvent & { type: "quality_changed" }) {
  const { leg, windows, windowSeconds, time } = event;
  return {
    uuid: leg.uuid,
    call_quality_was: qualityNames[event.was],
    call_quality_now: qualityNames[leg.quality],
    packet_loss_history: windows.map((window) => ({
      stream_id: window.streamId,
      stream_type: window.kind,
      time,
      time_delta: windowSeconds,
      tx_packets_sent: window.txPackets,
      tx_packets_lost: window.txLost,
      rx_packets_received: window.rxPackets,
      rx_packets_lost: window.rxLost,
    })),
    recent_quality: leg.recentQuality.map((quality, index, all) => ({
      time: time - (all.length - 1 - index) * windowSeconds,
      time_delta: windowSeconds,
      quality,
      audio: windows.some((window) => window.kind === "audio") ? quality : null,
      video: windows.some((window) => window.kind === "video") ? quality : null,
      presentation: null,
      applicationsharing: null,
    })),
  };
}
