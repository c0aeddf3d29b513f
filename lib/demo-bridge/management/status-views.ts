import type { Conference, Leg, MediaStream, Participant } from "../engine/model";
import type { Registration } from "../registrations";
import { isoMicros } from "../time";

const base = "/api/admin/status/v1";

export const qualityNames = ["0_unknown", "1_good", "2_ok", "3_bad", "4_terrible"] as const;

/** `status/v1/conference/` */
export const conferenceStatus = (conference: Conference) => ({
  id: conference.id,
  name: conference.name,
  service_type: conference.service.serviceType,
  start_time: isoMicros(conference.startTime),
  is_locked: conference.isLocked,
  is_started: conference.isStarted,
  guests_muted: conference.guestsMuted,
  direct_media_available: false,
  tag: conference.service.tag,
  resource_uri: `${base}/conference/${conference.id}/`,
});

/** `status/v1/participant/`: one object a leg, so a browser in a meeting is two of them. */
export const participantStatus = (conference: Conference, participant: Participant, leg: Leg) => ({
  id: leg.uuid,
  conference: conference.name,
  display_name: participant.displayName,
  participant_alias: participant.remoteAlias,
  source_alias: participant.direction === "in" ? participant.remoteAlias : participant.localAlias,
  destination_alias: participant.direction === "in" ? participant.localAlias : participant.remoteAlias,
  role: participant.role,
  service_type: participant.stage,
  service_tag: conference.service.tag,
  protocol: leg.protocol,
  call_direction: participant.direction,
  call_uuid: leg.callUuid,
  conversation_id: participant.conversationId,
  call_tag: leg.callTag,
  connect_time: participant.stage === "connecting" ? null : isoMicros(leg.connectTime),
  encryption: participant.encryption,
  call_quality: qualityNames[leg.quality],
  has_media: leg.hasMedia,
  is_muted: participant.isMuted,
  is_client_muted: participant.isClientMuted,
  is_presenting: participant.isPresenting,
  is_presentation_supported: leg.streams.some((stream) => stream.kind === "video"),
  is_streaming: participant.isStreaming,
  is_recording: false,
  is_transcribing: false,
  is_on_hold: false,
  is_direct: false,
  is_mute_supported: true,
  is_disconnect_supported: true,
  is_transfer_supported: !participant.isStreaming,
  is_idp_authenticated: participant.isIdpAuthenticated,
  idp_uuid: "",
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
  transcoding_enabled: true,
  parent_id: "",
  resource_uri: `${base}/participant/${leg.uuid}/`,
});

const percent = (lost: number, all: number) => (all === 0 ? 0 : Math.round((lost / all) * 10_000) / 100);

/** `status/v1/participant/<id>/media_stream/`: rates in kbit/s, jitter in ms, loss in percent. */
export const mediaStreamStatus = (stream: MediaStream, node: string) => ({
  id: stream.id,
  type: stream.kind,
  node,
  start_time: isoMicros(stream.startTime),
  end_time: stream.endTime === null ? "" : isoMicros(stream.endTime),
  rx_bitrate: stream.rxBitrate,
  rx_codec: stream.rxCodec,
  rx_fps: stream.rxFps,
  rx_resolution: stream.rxResolution,
  rx_jitter: stream.rxJitter,
  rx_packet_loss: percent(stream.rxLost, stream.rxPackets + stream.rxLost),
  rx_windowed_packet_loss: stream.rxWindowLoss,
  rx_packets_lost: stream.rxLost,
  rx_packets_received: stream.rxPackets,
  tx_bitrate: stream.txBitrate,
  tx_codec: stream.txCodec,
  tx_fps: stream.txFps,
  tx_resolution: stream.txResolution,
  tx_jitter: stream.txJitter,
  tx_packet_loss: percent(stream.txLost, stream.txPackets),
  tx_windowed_packet_loss: stream.txWindowLoss,
  tx_packets_lost: stream.txLost,
  tx_packets_sent: stream.txPackets,
});

/** `status/v1/registration_alias/` */
export const registrationStatus = (registration: Registration) => ({
  id: registration.id,
  alias: registration.alias,
  protocol: registration.protocol,
  remote_address: registration.remoteAddress,
  is_natted: false,
  node: registration.node,
  registration_id: registration.registrationId,
  start_time: isoMicros(registration.startTime),
  username: registration.username,
  vendor: registration.vendor,
  push_token: "",
  resource_uri: `${base}/registration_alias/${registration.id}/`,
});

/** `status/v1/worker_vm/`: the conferencing nodes. */
export const nodeStatus = (
  node: string,
  index: number,
  location: string,
  startTime: number,
  legs: number,
) => ({
  id: index + 1,
  name: `node${index + 1}`,
  address: node,
  node_type: "CONFERENCING",
  system_location: location,
  version: "39 (85000.0.0)",
  sync_status: "SYNCED",
  deploy_status: "SUCCESS",
  maintenance_mode: false,
  media_load: Math.min(100, legs),
  signaling_count: legs,
  max_audio_calls: 200,
  max_sd_calls: 80,
  max_hd_calls: 40,
  max_full_hd_calls: 20,
  boot_time: isoMicros(startTime),
  last_updated: isoMicros(Date.now() / 1000),
  resource_uri: `${base}/worker_vm/${index + 1}/`,
});
