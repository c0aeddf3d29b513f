import type { Chance } from "../random";
import type { Leg, MediaStream, Protocol } from "./model";

/** What is known of a leg before it exists. */
export interface LegPlan {
  uuid: string;
  protocol: Protocol;
  hasMedia: boolean;
  /** Sound only, as from a telephone. */
  audioOnly?: boolean;
  /** Media goes out only, as to a stream. */
  outwardOnly?: boolean;
  node: string;
  systemLocation: string;
  callTag: string;
  remoteAddress: string;
}

/** Makes the leg with its media streams; figures are believable and repeatable with the chance's seed. */
export function makeLeg(plan: LegPlan, now: number, chance: Chance): Leg {
  const streams = plan.hasMedia ? streamsOf(plan, now) : [];
  return {
    uuid: plan.uuid,
    callUuid: plan.protocol === "API" ? plan.uuid : chance.uuid(),
    protocol: plan.protocol,
    hasMedia: plan.hasMedia,
    node: plan.node,
    connectTime: now,
    systemLocation: plan.systemLocation,
    callTag: plan.callTag,
    remoteAddress: plan.remoteAddress,
    remotePort: plan.hasMedia ? chance.between(1024, 65_535) : 0,
    rxBandwidth: plan.hasMedia ? (plan.audioOnly ? 64 : plan.outwardOnly ? 0 : 1722) : 0,
    txBandwidth: plan.hasMedia ? (plan.audioOnly ? 64 : 1722) : 0,
    quality: 0,
    qualityCounts: [0, 0, 0, 0, 0],
    recentQuality: [],
    streams,
  };
}

function streamsOf(plan: LegPlan, now: number): MediaStream[] {
  const streams = [audioStream(plan, now)];
  if (!plan.audioOnly) streams.push(videoStream(plan, now));
  return streams;
}

const blank = (id: string, now: number) => ({
  id,
  startTime: now,
  endTime: null,
  rxJitter: 0,
  txJitter: 0,
  rxPackets: 0,
  rxLost: 0,
  txPackets: 0,
  txLost: 0,
  rxWindowLoss: 0,
  txWindowLoss: 0,
});

function audioStream(plan: LegPlan, now: number): MediaStream {
  const codec = plan.audioOnly ? "PCMA" : plan.protocol === "WebRTC" ? "opus" : "AAC-LD";
  const rate = plan.audioOnly ? 64 : 48;
  return {
    ...blank("0", now),
    kind: "audio",
    rxBitrate: plan.outwardOnly ? 0 : rate,
    txBitrate: rate,
    rxCodec: plan.outwardOnly ? "" : codec,
    txCodec: plan.protocol === "RTMP" ? "AAC" : codec,
    rxFps: 0,
    txFps: 0,
    rxResolution: "",
    txResolution: "",
  };
}

function videoStream(plan: LegPlan, now: number): MediaStream {
  const codec = plan.protocol === "WebRTC" ? "VP8" : "H.264";
  return {
    ...blank("1", now),
    kind: "video",
    rxBitrate: plan.outwardOnly ? 0 : 1100,
    txBitrate: 1400,
    rxCodec: plan.outwardOnly ? "" : codec,
    txCodec: codec,
    rxFps: plan.outwardOnly ? 0 : 30,
    txFps: 30,
    rxResolution: plan.outwardOnly ? "" : "1280x720",
    txResolution: "1280x720",
  };
}
