import { randomUUID } from "node:crypto";

/** Somebody in a meeting, as a bridge node speaks of them. */
export type Caller = { uuid: string; n: number; connectedAt: number; isMuted: boolean };

export const newCaller = (n: number): Caller => ({
  uuid: randomUUID(),
  n,
  connectedAt: Date.now() / 1000,
  isMuted: false,
});

/** A bridge node: the source of numbered events, in the event sink's words (reference: Pexip event sink, version 2). */
export class BridgeNode {
  private seq = 0;

  constructor(readonly address: string) {}

  /** An event about a leg: always the full object, as the bridge sends it. */
  participant(change: "connected" | "updated", roomId: string, caller: Caller) {
    this.seq += 1;
    return {
      node: this.address,
      seq: this.seq,
      version: 2,
      time: Date.now() / 1000,
      event: `participant_${change}`,
      data: this.leg(roomId, caller),
    };
  }

  private leg(roomId: string, { uuid, n, connectedAt, isMuted }: Caller) {
    return {
      uuid,
      call_id: uuid,
      conversation_id: uuid,
      related_uuids: [],
      call_tag: "mp1.off",
      conference: `room-${roomId}`,
      service_type: "conference",
      service_tag: `room:${roomId}`,
      display_name: `Caller ${n}`,
      role: n % 10 === 0 ? "chair" : "guest",
      protocol: n % 3 === 0 ? "WebRTC" : "SIP",
      call_direction: "in",
      source_alias: `sip:caller${n}@elsewhere.example`,
      destination_alias: `room-${roomId}@vc.example`,
      remote_address: `198.51.100.${n % 250}`,
      vendor: "Room system 9.3",
      encryption: n % 3 === 0 ? "On" : "Off",
      has_media: true,
      is_streaming: false,
      is_muted: isMuted,
      is_client_muted: false,
      is_presenting: false,
      is_idp_authenticated: false,
      connect_time: connectedAt,
      rx_bandwidth: 1722,
      tx_bandwidth: 1722,
      media_node: this.address,
      signalling_node: this.address,
      proxy_node: "",
      system_location: "Oslo",
    };
  }
}

/** Many events in one message, as JSON. */
export const bulk = (events: ReturnType<BridgeNode["participant"]>[]): string =>
  JSON.stringify({
    event: "eventsink_bulk",
    node: "127.0.0.1",
    seq: 0,
    version: 2,
    time: Date.now() / 1000,
    data: events,
  });
