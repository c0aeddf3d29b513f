import type { Arrival } from "../engine/engine";
import { judgePin } from "../engine/entry";
import { type Conference, headCount, type Leg, type Participant, type Service } from "../engine/model";
import { reason } from "../engine/reasons";
import type { CallFacts } from "../policy/policy";
import type { Typing } from "./facts";
import type { CallSite } from "./site";

/** How a browser's attempt to enter a room ended. */
export type Entered =
  | { kind: "entered"; conference: Conference; participant: Participant }
  | { kind: "not_found"; why: string }
  | { kind: "pin_needed"; guestPin: boolean; guestsAllowed: boolean }
  | { kind: "refused"; why: string };

/** Knows who a caller is before they say so: whom a transfer brings, with the role that it gives. */
export interface Vouched {
  role: "chair" | "guest";
}

/**
 * Calls of browsers and apps through the client API: an `API` leg for control first, a `WebRTC` leg when media is
 * negotiated. Policy is asked about the room, then about each leg.
 */
export class BrowserCalls {
  constructor(private readonly site: CallSite) {}

  /** @param typing what is typed; all attempts but the last are of no consequence here. */
  async enter(facts: CallFacts, typing: Typing, vouched: Vouched | null): Promise<Entered> {
    const { engine, policy, chance } = this.site;
    const answer = await policy.room(facts);
    if (answer.kind === "refused") return { kind: "not_found", why: answer.why };
    const { service } = answer;

    const verdict = vouched
      ? ({ kind: "role", role: vouched.role, provedHost: vouched.role === "chair" } as const)
      : judgePin(service, typing(service).at(-1));
    if (verdict.kind === "wrong") return { kind: "refused", why: "Invalid PIN" };
    if (verdict.kind === "needed") return { ...verdict, kind: "pin_needed" };

    const uuid = chance.uuid();
    const properties = await policy.participant(facts, service, {
      participantUuid: uuid,
      callUuid: uuid,
      participantType: "api",
      role: verdict.role,
      passesLock: false,
    });
    if (properties.kind === "rejected") return { kind: "refused", why: properties.why };
    if (this.isFull(service)) return { kind: "refused", why: reason.limitReached };

    const role = properties.role ?? verdict.role;
    const arrival: Arrival = {
      direction: "in",
      localAlias: facts.localAlias,
      remoteAlias: properties.remoteAlias ?? facts.remoteAlias,
      displayName: properties.displayName || facts.remoteDisplayName,
      isRegistered: facts.isRegistered,
      isIdpAuthenticated: facts.isIdpAuthenticated ?? false,
      vendor: facts.vendor,
      encryption: "On",
      role,
      passesLock: properties.bypassLock || verdict.provedHost || properties.role === "chair",
      leg: {
        uuid,
        protocol: "API",
        hasMedia: false,
        node: facts.node,
        systemLocation: facts.location,
        callTag: properties.callTag ?? facts.callTag,
        remoteAddress: facts.remoteAddress,
      },
    };
    const participant = engine.arrive(service, arrival);
    const conference = engine.open(service);
    if (!properties.mayReceivePresentation) participant.mayReceivePresentation = false;
    return { kind: "entered", conference, participant };
  }

  /** Adds the media leg. @returns the leg, or why policy refused it, or null when the participant has gone meanwhile. */
  async addMedia(facts: CallFacts, uuid: string): Promise<Leg | { why: string } | null> {
    const { engine, policy, chance } = this.site;
    const found = engine.findLeg(uuid);
    if (!found) return null;
    const { conference, participant } = found;
    const leg = {
      participantUuid: chance.uuid(),
      callUuid: chance.uuid(),
      participantType: "standard",
      role: participant.role,
      passesLock: participant.passesLock,
    } as const;
    const properties = await policy.participant(facts, conference.service, leg);
    if (properties.kind === "rejected") return { why: properties.why };
    const location = await policy.location(facts, conference.service, leg);
    if (engine.findLeg(uuid) === null) return null;
    const existing = participant.legs.find((one) => one.protocol === "WebRTC");
    if (existing) return existing;
    participant.passesLock ||= properties.bypassLock;
    return engine.addLeg(conference, participant, {
      uuid: leg.participantUuid,
      protocol: "WebRTC",
      hasMedia: true,
      node: facts.node,
      systemLocation: location ?? facts.location,
      callTag: properties.callTag ?? facts.callTag,
      remoteAddress: facts.remoteAddress,
    });
  }

  private isFull(service: Service): boolean {
    const running = this.site.engine.conferences.get(service.name);
    return (
      service.participantLimit !== null &&
      running !== undefined &&
      headCount(running) >= service.participantLimit
    );
  }
}
