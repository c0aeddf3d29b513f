import { z } from "zod";
import type { BrowserCalls } from "../calls/browser";
import type { Engine } from "../engine/engine";
import { reason } from "../engine/reasons";
import type { MediaCall, MediaEngine } from "../media";
import type { CommandAnswer } from "./conference-commands";
import type { Session } from "./sessions";

const offerBody = z.object({ sdp: z.string(), call_type: z.string().default("WEBRTC") });
const candidateBody = z.object({
  candidate: z.string(),
  mid: z.string().default(""),
  ufrag: z.string().optional(),
});

/** The media calls of clients: what they negotiate goes to the media engine, what they are shows as a second leg. */
export class MediaCalls {
  constructor(
    private readonly engine: Engine,
    private readonly browsers: BrowserCalls,
    private readonly media: MediaEngine,
  ) {}

  /** `POST participants/<uuid>/calls` */
  async open(session: Session, body: unknown): Promise<CommandAnswer> {
    const offer = offerBody.safeParse(body);
    if (!offer.success || offer.data.call_type !== "WEBRTC")
      return { status: 400, result: "Unsupported call type" };
    const leg = await this.browsers.addMedia(session.facts, session.participant.uuid);
    if (leg === null) return { status: 403, result: "Invalid token" };
    if ("why" in leg) return { status: 403, result: leg.why };
    const call: MediaCall = {
      callUuid: leg.callUuid,
      participantUuid: session.participant.uuid,
      conference: session.conference.name,
    };
    session.calls.set(call.callUuid, call);
    const sdp = await this.media.answer(call, offer.data.sdp);
    return { result: { call_uuid: call.callUuid, sdp } };
  }

  /** `POST participants/<uuid>/calls/<call>/<command>`. @returns null for an unknown command. */
  async run(
    session: Session,
    callUuid: string,
    command: string,
    body: unknown,
  ): Promise<CommandAnswer | null> {
    const call = session.calls.get(callUuid);
    if (!call) return { status: 403, result: "Call disconnected" };
    switch (command) {
      case "ack":
      case "dtmf":
      case "fecc":
        return { result: true };
      case "statistics":
        return { result: null };
      case "new_candidate": {
        const candidate = candidateBody.safeParse(body);
        if (candidate.success) this.media.candidate(call, candidate.data);
        return { result: null };
      }
      case "update": {
        const offer = offerBody.safeParse(body);
        if (!offer.success) return { status: 400, result: "Invalid request" };
        return { result: { call_uuid: callUuid, sdp: await this.media.update(call, offer.data.sdp) } };
      }
      case "disconnect": {
        this.close(session, call);
        const leg = session.participant.legs.find((one) => one.callUuid === callUuid);
        const found = leg ? this.engine.findLeg(leg.uuid) : null;
        if (found) this.engine.dropLeg(found, reason.hungUp);
        return { result: null };
      }
      default:
        return null;
    }
  }

  /** Ends the media of a client that is gone. */
  closeAll(session: Session): void {
    for (const call of [...session.calls.values()]) this.close(session, call);
  }

  private close(session: Session, call: MediaCall): void {
    session.calls.delete(call.callUuid);
    this.media.close(call);
  }
}
