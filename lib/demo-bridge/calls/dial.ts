import type { EngineEvent } from "../engine/events";
import {
  type AutomaticParticipant,
  type Conference,
  type Encryption,
  isInside,
  type Participant,
  type Protocol,
} from "../engine/model";
import { reason } from "../engine/reasons";
import { dialFacts } from "./facts";
import type { CallSite } from "./site";

/** A call from a room to somebody outside, or to a stream. */
export interface DialSpec {
  /** Alias of the room that dials. */
  alias: string;
  destination: string;
  protocol: "sip" | "h323" | "mssip" | "rtmp";
  role: "chair" | "guest";
  isStreaming: boolean;
  displayName?: string;
  overlayText?: string;
  /** Keeps the meeting going by itself; streams never do unless told. */
  keepsAlive?: boolean;
  audioOnly?: boolean;
  systemLocation?: string;
  encryption?: Encryption;
}

export type Dialled =
  | { kind: "ringing"; conference: Conference; participant: Participant; answered: Promise<string | null> }
  | { kind: "refused"; why: string };

const legProtocol: Record<DialSpec["protocol"], Protocol> = {
  sip: "SIP",
  h323: "H323",
  mssip: "MSSIP",
  rtmp: "RTMP",
};

/**
 * How a called party behaves: null answers, otherwise why the call failed. By name, so that a demonstration can show both;
 * numbers have none, and end with what SIP says instead: 486 (busy) or 480 (no answer).
 */
export function defaultDialOutcome(destination: string): string | null {
  if (/busy|reject|^\+?\d+486$/i.test(destination)) return reason.rejected;
  if (/fail|invalid|unreachable|noanswer|^\+?\d+480$/i.test(destination)) return reason.dialFailed;
  return null;
}

/** A plain number leads to the telephone network, which encrypts nothing. */
const isTelephone = (destination: string) => /^\+?\d+$/.test(destination);

/** Dials out of rooms, on command and for the automatically dialled participants of a room. */
export class Dialler {
  constructor(
    private readonly site: CallSite,
    private readonly outcomeOf: (destination: string) => string | null = defaultDialOutcome,
  ) {
    site.engine.bus.subscribe((event) => this.dialAutomatically(event));
  }

  /** Rings the destination; the participant shows as `connecting` until it answers or fails. */
  async dial(spec: DialSpec): Promise<Dialled> {
    const { engine, policy, chance, locationOf } = this.site;
    const protocol = legProtocol[spec.protocol];
    const node = engine.nextNode();
    const location = spec.systemLocation ?? locationOf(node);
    const displayName = spec.displayName || spec.destination.replace(/^[a-z0-9]+:/i, "");
    const encryption =
      spec.encryption ??
      (isTelephone(spec.destination) || (spec.protocol === "rtmp" && !/^rtmps:/i.test(spec.destination))
        ? "Off"
        : "On");
    const running = [...engine.conferences.values()].find((one) => isDialledFrom(one, spec.alias));
    const facts = dialFacts(
      { localAlias: spec.alias, destination: spec.destination, displayName, protocol, encryption },
      node,
      location,
      chance,
      running?.service ?? null,
    );
    const answer = await policy.room(facts);
    const service = running?.service ?? (answer.kind === "room" ? answer.service : null);
    if (answer.kind === "refused" || service === null) return { kind: "refused", why: reason.notFound };

    const participant = engine.arrive(service, {
      direction: "out",
      localAlias: spec.alias,
      remoteAlias: spec.destination,
      displayName,
      ...(spec.overlayText ? { overlayText: spec.overlayText } : {}),
      isRegistered: false,
      vendor: "",
      encryption,
      role: spec.role,
      passesLock: spec.role === "chair" || spec.isStreaming,
      pending: "connecting",
      isStreaming: spec.isStreaming,
      keepsAlive: spec.keepsAlive ?? !spec.isStreaming,
      leg: {
        uuid: chance.uuid(),
        protocol,
        hasMedia: true,
        audioOnly: spec.audioOnly ?? false,
        outwardOnly: spec.isStreaming,
        node,
        systemLocation: location,
        callTag: "",
        remoteAddress: facts.remoteAddress,
      },
    });
    const conference = engine.open(service);
    return { kind: "ringing", conference, participant, answered: this.ring(conference, participant, spec) };
  }

  /** @returns null once answered, or why the call failed. */
  private ring(conference: Conference, participant: Participant, spec: DialSpec): Promise<string | null> {
    const { engine } = this.site;
    return new Promise((resolve) => {
      const unsubscribe = engine.bus.subscribe((event) => {
        if (event.type !== "participant_left" || event.participant !== participant) return;
        unsubscribe();
        resolve(event.reason);
      });
      engine.later(conference, participant, engine.timers.dialAnswerMs, () => {
        const failure = this.outcomeOf(spec.destination);
        if (failure !== null) return engine.leave(conference, participant, failure);
        // A stream shows the room as it is, whoever is still waiting for a host.
        if (spec.isStreaming) engine.bringInside(conference, participant);
        else engine.decide(conference, participant, spec.role, false);
        unsubscribe();
        resolve(null);
      });
    });
  }

  /** Once somebody is inside, the room's automatic participants are called: once, and not if they are there already. */
  private dialAutomatically(event: EngineEvent): void {
    if (event.type !== "participant_joined" && event.type !== "participant_updated") return;
    const { conference, participant } = event;
    const wanted = conference.service.automaticParticipants;
    if (wanted.length === 0 || participant.direction === "out" || !isInside(participant)) return;
    if (this.served.has(conference)) return;
    this.served.add(conference);
    setTimeout(() => {
      for (const one of wanted) this.dialOne(conference, participant.localAlias, one);
    }, this.site.engine.timers.automaticDialMs).unref();
  }

  private readonly served = new WeakSet<Conference>();

  private dialOne(conference: Conference, alias: string, wanted: AutomaticParticipant): void {
    if (this.site.engine.conferences.get(conference.name) !== conference) return;
    const isThere = [...conference.participants.values()].some(
      (one) => one.remoteAlias === wanted.remoteAlias,
    );
    if (isThere) return;
    void this.dial({
      alias,
      destination: wanted.remoteAlias,
      protocol: wanted.protocol,
      role: wanted.role,
      isStreaming: wanted.streaming,
      keepsAlive: wanted.keepAlive,
      ...(wanted.remoteDisplayName ? { displayName: wanted.remoteDisplayName } : {}),
    });
  }
}

/** Whether a running conference is the one an alias stands for: by name, or because somebody inside dialled that alias. */
function isDialledFrom(conference: Conference, alias: string): boolean {
  const wanted = bare(alias);
  if (bare(conference.name) === wanted) return true;
  return [...conference.participants.values()].some(
    (one) => one.direction === "in" && bare(one.localAlias) === wanted,
  );
}

const bare = (alias: string) => alias.toLowerCase().replace(/^(sips?|h323):/, "");
