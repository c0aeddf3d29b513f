import { type Conference, isInside, isWaiting, type Participant } from "../engine/model";
import { reason } from "../engine/reasons";
import type { BrowserCalls, Vouched } from "./browser";
import type { Dialler } from "./dial";
import type { EndpointCalls } from "./endpoint";
import { type CallResult, type CallSpec, callFacts, refusedCall, typingOf } from "./facts";
import type { CallSite } from "./site";

/** Places calls of any kind, as if people out there made them. */
export class CallPlacer {
  constructor(
    private readonly site: CallSite,
    private readonly browsers: BrowserCalls,
    private readonly endpoints: EndpointCalls,
    private readonly dialler: Dialler,
  ) {}

  /** Resolves once the caller is inside, waiting, at the PIN prompt or refused. Policy decides as for any call. */
  async place(spec: CallSpec): Promise<CallResult> {
    return spec.direction === "out" ? this.placeOut(spec) : this.placeIn(spec, null);
  }

  /** Sends somebody on to another room. They arrive there as new legs, with the role that the transfer gives: no PIN is asked. */
  async transfer(conference: Conference, participant: Participant, to: Vouched & { alias: string }) {
    const spec = { ...callAgain(participant), alias: to.alias };
    this.site.engine.leave(conference, participant, reason.transferred);
    return this.placeIn(spec, { role: to.role });
  }

  private placeIn(spec: CallSpec, vouched: Vouched | null): Promise<CallResult> {
    return spec.protocol === "API" || spec.protocol === "WebRTC"
      ? this.placeBrowser(spec, vouched)
      : this.placeEndpoint(spec, vouched);
  }

  private facts(spec: CallSpec) {
    const node = this.site.engine.nextNode();
    return callFacts(spec, node, this.site.locationOf(node), this.site.chance);
  }

  private async placeBrowser(spec: CallSpec, vouched: Vouched | null): Promise<CallResult> {
    const { facts } = this.facts(spec);
    let entered = await this.browsers.enter(facts, typingOf(spec), vouched);
    // As a person would: no PIN at hand, but the room lets guests in without one.
    if (entered.kind === "pin_needed" && entered.guestsAllowed && !entered.guestPin) {
      entered = await this.browsers.enter(facts, () => ["none"], null);
    }
    if (entered.kind === "pin_needed") return refusedCall("pin_failed", "PIN required");
    if (entered.kind !== "entered") {
      return refusedCall(entered.why === "Invalid PIN" ? "pin_failed" : "rejected", entered.why);
    }
    const { participant } = entered;
    if (spec.protocol === "WebRTC") {
      const media = await this.browsers.addMedia(facts, participant.uuid);
      if (media && "why" in media) {
        this.site.engine.leave(entered.conference, participant, media.why);
        return refusedCall("rejected", media.why);
      }
    }
    return this.result(participant, entered.conference.name);
  }

  private async placeEndpoint(spec: CallSpec, vouched: Vouched | null): Promise<CallResult> {
    const { facts, protocol, audioOnly } = this.facts(spec);
    const entered = await this.endpoints.call(facts, { protocol, audioOnly }, typingOf(spec), vouched);
    if (entered.kind === "refused") return refusedCall("rejected", entered.why);
    return this.result(entered.participant, entered.conference.name);
  }

  private async placeOut(spec: CallSpec): Promise<CallResult> {
    const protocol = spec.protocol === "H323" ? "h323" : spec.protocol === "MSSIP" ? "mssip" : "sip";
    const dialled = await this.dialler.dial({
      alias: spec.alias,
      destination: spec.remoteAlias ?? `sip:${spec.displayName}@offnet.example`,
      protocol,
      role: "guest",
      isStreaming: false,
      displayName: spec.displayName,
      audioOnly: spec.protocol === "PSTN",
      ...(spec.protocol === "PSTN"
        ? { encryption: "Off" }
        : spec.encryption
          ? { encryption: spec.encryption }
          : {}),
    });
    if (dialled.kind === "refused") return refusedCall("rejected", dialled.why);
    const failure = await dialled.answered;
    if (failure !== null) return refusedCall("rejected", failure);
    return this.result(dialled.participant, dialled.conference.name);
  }

  private result(participant: Participant, conference: string): CallResult {
    const isThere = this.site.engine.findLeg(participant.uuid) !== null;
    const legIds = participant.legs.map((leg) => leg.uuid);
    return {
      outcome: isThere ? outcomeOf(participant) : "pin_failed",
      reason: isThere ? null : reason.pinRetries,
      legId: participant.legs.find((leg) => leg.hasMedia)?.uuid ?? participant.uuid,
      legIds: isThere ? legIds : [participant.uuid],
      participantId: participant.uuid,
      conference,
      role: participant.role,
    };
  }
}

/** The call that somebody in a conference would make to come once more, as the same person with the same equipment. */
function callAgain(participant: Participant): Omit<CallSpec, "alias"> {
  const { displayName, remoteAlias, isRegistered, isIdpAuthenticated, encryption, vendor, legs } =
    participant;
  const media = legs.find((leg) => leg.hasMedia);
  const isTelephone = media?.protocol === "SIP" && media.streams.every((stream) => stream.kind === "audio");
  const wire = media?.protocol ?? "API";
  return {
    displayName,
    protocol: isTelephone ? "PSTN" : wire === "RTMP" ? "SIP" : wire,
    remoteAlias,
    isRegistered,
    isIdpAuthenticated,
    encryption,
    vendor,
    ...(media ? { remoteAddress: media.remoteAddress } : {}),
  };
}

function outcomeOf(participant: Participant): CallResult["outcome"] {
  if (isInside(participant)) return "admitted";
  if (isWaiting(participant)) return "waiting";
  return participant.stage === "ivr" ? "ivr" : "ringing";
}
