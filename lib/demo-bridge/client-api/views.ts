import type { Conference, Participant } from "../engine/model";
import { isInside } from "../engine/model";

const yesNo = (value: boolean) => (value ? "YES" : "NO");

/** What the client API calls a participant's protocol: browsers are `api` whatever carries their media. */
const clientProtocol = (participant: Participant): string => {
  const protocol = participant.legs[0]?.protocol.toLowerCase() ?? "";
  return protocol === "webrtc" ? "api" : protocol;
};

/** A participant as the published client's validators want it (reference: client API v2, participant object). */
export function participantView(participant: Participant) {
  const hasMedia = participant.legs.some((leg) => leg.hasMedia);
  const hasVideo = participant.legs.some((leg) => leg.streams.some((stream) => stream.kind === "video"));
  const { uuid } = participant;
  return {
    uuid,
    api_url: `/participants/${uuid}`,
    display_name: participant.displayName,
    overlay_text: participant.overlayText,
    uri: participant.remoteAlias,
    local_alias: participant.localAlias,
    role: participant.role,
    service_type: participant.stage,
    protocol: clientProtocol(participant),
    vendor: participant.vendor,
    call_direction: participant.direction,
    call_tag: participant.legs[0]?.callTag ?? "",
    encryption: participant.encryption,
    start_time: participant.startTime,
    buzz_time: participant.buzzTime,
    spotlight: participant.spotlight,
    last_spoken_time: 0,
    external_node_uuid: "",
    has_media: hasMedia,
    is_external: false,
    is_streaming_conference: participant.isStreaming,
    is_idp_authenticated: participant.isIdpAuthenticated,
    is_conjoined: false,
    is_transferring: false,
    is_muted: yesNo(participant.isMuted),
    is_client_muted: participant.isClientMuted,
    is_video_muted: participant.isVideoMuted,
    is_video_silent: false,
    is_main_video_dropped_out: false,
    is_presenting: yesNo(participant.isPresenting),
    is_video_call: yesNo(hasVideo),
    is_audio_only_call: yesNo(hasMedia && !hasVideo),
    presentation_supported: yesNo(hasVideo),
    rx_presentation_policy: participant.mayReceivePresentation ? "ALLOW" : "DENY",
    needs_presentation_in_mix: false,
    mute_supported: "YES",
    transfer_supported: yesNo(!participant.isStreaming),
    disconnect_supported: "YES",
    fecc_supported: "NO",
    supports_direct_chat: clientProtocol(participant) === "api",
    can_receive_personal_mix: false,
    receive_from_video_mix: { mix_name: "main", timestamp: 0 },
  };
}

/** Conference state; somebody outside learns that it has not begun for them, and nothing more. */
export function conferenceView(conference: Conference, viewer: Participant) {
  const isStreaming = [...conference.participants.values()].some((one) => one.isStreaming && isInside(one));
  return {
    locked: conference.isLocked,
    guests_muted: conference.guestsMuted,
    all_muted: false,
    started: conference.isStarted && isInside(viewer),
    presentation_allowed: true,
    guests_can_unmute: conference.guestsCanUnmute,
    direct_media: false,
    live_captions_available: false,
    breakout_rooms: false,
    chat_enabled: true,
    recording: false,
    streaming: isStreaming,
    public_streaming: isStreaming,
    transcribing: false,
  };
}

export function layoutView(conference: Conference) {
  const { view, guestView, overlayText } = conference.layout;
  return {
    view,
    participants: [],
    requested_layout: { primary_screen: { chair_layout: view, guest_layout: guestView } },
    overlay_text_enabled: overlayText,
  };
}

/** Who speaks, loudest first: the speaker of the moment, then the others in the order they came. */
export function stageView(conference: Conference, speaker: Participant | null) {
  const inside = [...conference.participants.values()].filter((one) => isInside(one) && !one.isStreaming);
  const ordered = speaker ? [speaker, ...inside.filter((one) => one !== speaker)] : inside;
  return ordered.map((one, index) => ({
    participant_uuid: one.uuid,
    stage_index: index,
    vad: one === speaker ? 100 : 0,
  }));
}
