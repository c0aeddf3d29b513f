import { describe, expect, it } from "vitest";
import { serviceTagOf } from "../bridge";
import { callTagFor } from "../bridge/call-tag";
import { type LegRow, legView } from "./leg-view";

const roomId = "0198f2b4-0000-7000-8000-000000000001";

const row = (over: Partial<LegRow>): LegRow => ({
  id: "leg",
  conversationId: "",
  displayName: "Ann",
  sourceAlias: "sip:ann@elsewhere.example",
  destinationAlias: "host.acme",
  protocol: "SIP",
  callDirection: "in",
  role: "guest",
  serviceType: "conference",
  encryption: "On",
  callTag: "",
  remoteAddress: "192.0.2.1",
  hasMedia: true,
  isMuted: false,
  isPresenting: false,
  isStreaming: false,
  isIdpAuthenticated: false,
  connectedAt: null,
  ...over,
});

const view = (over: Partial<LegRow>) => legView(row(over), roomId);
const proof = (caller: string) => callTagFor(true, serviceTagOf(roomId), caller);

describe("a leg in the roster", () => {
  it("is encrypted only when that is proven, and a telephone never is", () => {
    expect(view({ encryption: "On" }).encrypted).toBe(true);
    for (const encryption of ["Off", "", "unknown", "Perhaps"])
      expect(view({ encryption }).encrypted).toBe(false);
    expect(view({ sourceAlias: "sip:+4721000123@pstn.example", encryption: "On" })).toMatchObject({
      kind: "telephone",
      encrypted: false,
    });
  });

  it("is on-net only by a proof for this caller and room", () => {
    const sourceAlias = "sip:unit@acme.vc.example";
    expect(view({ sourceAlias, callTag: proof("unit@acme.vc.example") })).toMatchObject({
      onNet: true,
      kind: "device",
    });
    for (const callTag of [
      "",
      "mp1.on",
      "mp1.on.",
      "mp1.on.guess",
      "mp1.off",
      proof("other@acme.vc.example"),
    ]) {
      expect(view({ sourceAlias, callTag }), callTag).toMatchObject({ onNet: false, kind: "sip_h323" });
    }
    expect(view({ sourceAlias: "sip:+4721000123@pstn.example", callTag: proof("other") }).kind).toBe(
      "telephone",
    );
  });

  it("is identified by an identity provider or a registered device, and a telephone never", () => {
    expect(view({}).identified).toBe(false);
    expect(view({ isIdpAuthenticated: true }).identified).toBe(true);
    const sourceAlias = "sip:unit@acme.vc.example";
    expect(view({ sourceAlias, callTag: proof("unit@acme.vc.example") }).identified).toBe(true);
    const telephone = { sourceAlias: "sip:+4721000123@pstn.example", isIdpAuthenticated: true };
    expect(view(telephone)).toMatchObject({ kind: "telephone", identified: false });
  });

  it("says how somebody joined, however the bridge spells the protocol", () => {
    const kinds = {
      WebRTC: "browser",
      api: "browser",
      H323: "sip_h323",
      sip: "sip_h323",
      MSSIP: "skype",
      TEAMS: "gateway",
      RTMP: "stream",
      Novel: "sip_h323",
    };
    for (const [protocol, kind] of Object.entries(kinds))
      expect(view({ protocol }).kind, protocol).toBe(kind);
  });

  it("shows the far end of a call that was dialled out, and never a stream's address with its key", () => {
    const out = { callDirection: "out", sourceAlias: "host.acme", destinationAlias: "sip:+4721000123" };
    expect(view(out)).toMatchObject({ address: "+4721000123", kind: "telephone", direction: "out" });
    const stream = {
      ...out,
      destinationAlias: "rtmps://live.example/app/s3cret",
      protocol: "RTMP",
      displayName: "",
    };
    expect(JSON.stringify(view(stream))).not.toContain("s3cret");
  });

  it("keeps its place and role apart, also when the bridge uses a word that is new", () => {
    expect(view({ serviceType: "waiting_room" }).place).toBe("lobby");
    expect(view({ serviceType: "ivr", role: "unknown" })).toMatchObject({ place: "pin", role: "unknown" });
    expect(view({ serviceType: "something new", role: "chair" })).toMatchObject({
      place: "meeting",
      role: "host",
    });
  });
});
