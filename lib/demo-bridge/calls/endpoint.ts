import { judgePin, type PinVerdict } from "../engine/entry";
import { type Conference, headCount, type Participant, type Protocol, type Service } from "../engine/model";
import { reason } from "../engine/reasons";
import type { CallFacts } from "../policy/policy";
import type { Vouched } from "./browser";
import type { Typing } from "./facts";
import type { CallSite } from "./site";

const pinAttempts = 3;

/** How an endpoint's call ended, for now. */
export type EndpointEntered =
  | { kind: "connected"; conference: Conference; participant: Participant }
  | { kind: "refused"; why: string };

/**
 * Calls of SIP, H.323 and Skype for Business endpoints and of telephones. Policy is asked before the PIN prompt; at the
 * prompt a caller has three attempts and a limited time.
 */
export class EndpointCalls {
  private readonly wrongPins = new WeakMap<Participant, number>();
  /** What policy answered for this very call: its PINs count, also when the conference began with others. */
  private readonly answers = new WeakMap<Participant, Service>();

  constructor(private readonly site: CallSite) {}

  async call(
    facts: CallFacts,
    wire: { protocol: Protocol; audioOnly: boolean },
    typing: Typing,
    vouched: Vouched | null = null,
  ): Promise<EndpointEntered> {
    const { engine, policy, chance } = this.site;
    const answer = await policy.room(facts);
    if (answer.kind === "refused") return answer;
    const { service } = answer;
    const leg = {
      participantUuid: chance.uuid(),
      callUuid: chance.uuid(),
      participantType: "standard",
      role: "unknown",
      passesLock: false,
    } as const;
    const properties = await policy.participant(facts, service, leg);
    if (properties.kind === "rejected") return { kind: "refused", why: properties.why };
    const location = await policy.location(facts, service, leg);
    const problem = this.problem(service, facts);
    if (problem) return { kind: "refused", why: problem };

    const typed = typing(service);
    const verdict = this.firstVerdict(service, properties.role ?? vouched?.role, typed);
    const participant = engine.arrive(service, {
      direction: "in",
      localAlias: facts.localAlias,
      remoteAlias: properties.remoteAlias ?? facts.remoteAlias,
      displayName: properties.displayName || facts.remoteDisplayName,
      isRegistered: facts.isRegistered,
      vendor: facts.vendor,
      encryption: facts.encryption,
      role: verdict.kind === "role" ? verdict.role : "unknown",
      passesLock: properties.bypassLock || (verdict.kind === "role" && verdict.provedHost),
      ...(verdict.kind === "role" ? {} : { pending: "ivr" }),
      leg: {
        uuid: leg.participantUuid,
        protocol: wire.protocol,
        hasMedia: true,
        audioOnly: wire.audioOnly,
        node: facts.node,
        systemLocation: location ?? facts.location,
        callTag: properties.callTag ?? facts.callTag,
        remoteAddress: facts.remoteAddress,
      },
    });
    const conference = engine.open(service);
    this.answers.set(participant, service);
    if (participant.stage === "ivr") {
      engine.later(conference, participant, engine.timers.pinEntryMs, () =>
        engine.leave(conference, participant, reason.pinTimeout),
      );
      for (const pin of typed) this.typePin(conference, participant, pin);
    }
    return { kind: "connected", conference, participant };
  }

  /** One attempt at the PIN prompt. @returns false when it was wrong; after the third the call is over. */
  typePin(conference: Conference, participant: Participant, pin: string): boolean {
    if (participant.stage !== "ivr") return false;
    const verdict = judgePin(this.answers.get(participant) ?? conference.service, pin);
    if (verdict.kind === "role") {
      this.site.engine.decide(conference, participant, verdict.role, verdict.provedHost);
      return true;
    }
    const wrong = (this.wrongPins.get(participant) ?? 0) + 1;
    this.wrongPins.set(participant, wrong);
    if (wrong >= pinAttempts) this.site.engine.leave(conference, participant, reason.pinRetries);
    return false;
  }

  private problem(service: Service, facts: CallFacts): string | null {
    if (service.cryptoMode === "on" && facts.encryption === "Off") return reason.encryptionRequired;
    const running = this.site.engine.conferences.get(service.name);
    const isFull =
      service.participantLimit !== null && running && headCount(running) >= service.participantLimit;
    return isFull ? reason.limitReached : null;
  }

  /** The role before the prompt: given by policy or a transfer, or because the room asks nothing of this caller. */
  private firstVerdict(
    service: Service,
    given: "chair" | "guest" | null | undefined,
    typed: readonly string[],
  ): PinVerdict {
    if (given) return { kind: "role", role: given, provedHost: given === "chair" };
    // A guest who needs no PIN lets the prompt pass.
    return judgePin(
      service,
      typed.length === 0 && service.guestPin === null && service.allowGuests ? "none" : undefined,
    );
  }
}
