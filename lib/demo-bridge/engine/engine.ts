import { Bus } from "../bus";
import type { Timers } from "../options";
import type { Chance } from "../random";
import { unixNow } from "../time";
import { Deadlines } from "./deadlines";
import { holdOf } from "./entry";
import type { EngineEvent } from "./events";
import { type LegPlan, makeLeg } from "./legs";
import { type Conference, isInside, type Leg, type Participant, type Role, type Service } from "./model";
import { reason } from "./reasons";

type Facts = Pick<
  Participant,
  "direction" | "remoteAlias" | "localAlias" | "isRegistered" | "vendor" | "encryption" | "displayName"
>;

/** Somebody who arrives: facts, a first leg, and either a decided role or the stage in which it is still open. */
export interface Arrival extends Facts {
  leg: LegPlan;
  role: Role;
  passesLock: boolean;
  /** Set for callers at the PIN prompt and for parties being called. */
  pending?: "ivr" | "connecting";
  conversationId?: string;
  isStreaming?: boolean;
  isIdpAuthenticated?: boolean;
  keepsAlive?: boolean;
  overlayText?: string;
}

/** Where a leg belongs. */
export interface Found {
  conference: Conference;
  participant: Participant;
  leg: Leg;
}

/**
 * The conferences of this bridge and who is in them. It keeps the rules of the waiting room, the start and the end of a
 * meeting; every change is told on the bus before the method returns.
 */
export class Engine {
  readonly bus = new Bus<EngineEvent>();
  readonly conferences = new Map<string, Conference>();
  private readonly legs = new Map<string, Found>();
  private readonly deadlines = new Deadlines();
  private readonly ending = new Set<Conference>();
  private turn = 0;

  constructor(
    readonly nodes: readonly string[],
    readonly timers: Timers,
    readonly chance: Chance,
  ) {}

  /** The node that takes the next call: they take turns. */
  nextNode(): string {
    const node = this.nodes[this.turn % this.nodes.length];
    this.turn += 1;
    return node ?? "127.0.0.1";
  }

  findLeg(uuid: string): Found | null {
    return this.legs.get(uuid) ?? null;
  }

  findConference(id: string): Conference | null {
    for (const conference of this.conferences.values()) if (conference.id === id) return conference;
    return null;
  }

  allLegs(): IterableIterator<Found> {
    return this.legs.values();
  }

  /** The running conference of a room, or a new one. */
  open(service: Service): Conference {
    const running = this.conferences.get(service.name);
    if (running) return running;
    const conference: Conference = {
      id: this.chance.uuid(),
      name: service.name,
      service,
      startTime: unixNow(),
      isLocked: service.locked,
      isStarted: false,
      guestsMuted: service.muteAllGuests,
      guestsCanUnmute: !service.muteAllGuests,
      participants: new Map(),
      nodes: new Map(),
      layout: { view: service.view, guestView: service.view, overlayText: false, indicators: {} },
      messageCount: 0,
      legCount: 0,
    };
    this.conferences.set(service.name, conference);
    this.bus.emit({ type: "conference_started", time: conference.startTime, conference });
    return conference;
  }

  /** Lets somebody arrive; with a decided role they are inside or waiting when this returns. */
  arrive(service: Service, arrival: Arrival): Participant {
    const conference = this.open(service);
    const { leg: plan, pending, ...facts } = arrival;
    const now = unixNow();
    const participant: Participant = {
      uuid: plan.uuid,
      conversationId: arrival.conversationId ?? this.chance.uuid(),
      direction: facts.direction,
      remoteAlias: facts.remoteAlias,
      localAlias: facts.localAlias,
      isRegistered: facts.isRegistered,
      vendor: facts.vendor,
      startTime: now,
      isStreaming: facts.isStreaming ?? false,
      isIdpAuthenticated: facts.isIdpAuthenticated ?? false,
      keepsAlive: facts.keepsAlive ?? true,
      displayName: facts.displayName,
      overlayText: facts.overlayText ?? facts.displayName,
      role: facts.role,
      stage: pending ?? "conference",
      encryption: facts.encryption,
      passesLock: facts.passesLock,
      isMuted: conference.guestsMuted && facts.role === "guest",
      isClientMuted: false,
      isVideoMuted: false,
      isPresenting: false,
      mayReceivePresentation: true,
      buzzTime: 0,
      spotlight: 0,
      legs: [],
    };
    if (!pending) participant.stage = this.stageFor(conference, participant);
    conference.participants.set(participant.uuid, participant);
    this.attach(conference, participant, makeLeg(plan, now, this.chance), () =>
      this.bus.emit({ type: "participant_joined", time: now, conference, participant }),
    );
    this.afterStage(conference, participant);
    return participant;
  }

  /** Decides a pending participant's role (PIN typed, call answered); they go inside or to the waiting room. */
  decide(conference: Conference, participant: Participant, role: Role, passesLock: boolean): void {
    participant.role = role;
    participant.passesLock ||= passesLock;
    participant.isMuted ||= conference.guestsMuted && role === "guest";
    participant.stage = this.stageFor(conference, participant);
    this.touch(conference, participant);
    this.afterStage(conference, participant);
  }

  /** Adds a second leg to a participant: a browser's media after its control connection. */
  addLeg(conference: Conference, participant: Participant, plan: LegPlan): Leg {
    const leg = makeLeg(plan, unixNow(), this.chance);
    this.attach(conference, participant, leg, () => {});
    this.bus.emit({ type: "participant_updated", time: unixNow(), conference, participant, exceptLeg: leg });
    this.startIfHost(conference, participant);
    return leg;
  }

  /** Ends one leg only; the participant goes on with what is left, and leaves with the last. */
  dropLeg({ conference, participant, leg }: Found, why: string): void {
    if (participant.legs.length === 1) {
      this.leave(conference, participant, why);
      return;
    }
    this.detach(conference, participant, leg, why);
    this.touch(conference, participant);
    this.releaseNode(conference, leg.node);
  }

  /** Takes a participant out, all legs together. Doing it twice is harmless. */
  leave(conference: Conference, participant: Participant, why: string): void {
    if (conference.participants.get(participant.uuid) !== participant) return;
    const time = unixNow();
    this.deadlines.clear(participant.uuid);
    if (participant.isPresenting) {
      participant.isPresenting = false;
      this.bus.emit({ type: "presentation_stopped", time, conference, participant });
    }
    const legs = [...participant.legs];
    for (const leg of legs.toReversed()) this.detach(conference, participant, leg, why);
    conference.participants.delete(participant.uuid);
    this.bus.emit({ type: "participant_left", time, conference, participant, reason: why });
    for (const node of new Set(legs.map((leg) => leg.node))) this.releaseNode(conference, node);
    this.afterLeaving(conference);
  }

  /** Ends the meeting for everybody. */
  end(conference: Conference, why: string): void {
    // Otherwise the rules for a meeting without hosts would speak up halfway through.
    this.ending.add(conference);
    for (const participant of [...conference.participants.values()]) this.leave(conference, participant, why);
    this.ending.delete(conference);
  }

  /** Starts the meeting: waiting guests go inside unless a lock holds them. */
  start(conference: Conference): void {
    if (conference.isStarted) return;
    conference.isStarted = true;
    this.touchConference(conference);
    this.letIn(conference);
  }

  /** Sends everybody inside whom nothing holds any more. */
  letIn(conference: Conference): void {
    for (const participant of conference.participants.values()) {
      if (participant.stage !== "waiting_room") continue;
      const stage = this.stageFor(conference, participant);
      if (stage !== "waiting_room") this.bringInside(conference, participant);
    }
  }

  /** Brings one participant inside, whatever held them. */
  bringInside(conference: Conference, participant: Participant): void {
    participant.stage = conference.service.serviceType;
    this.touch(conference, participant);
    this.afterStage(conference, participant);
  }

  /** Tells everybody of a participant's new state. */
  touch(conference: Conference, participant: Participant): void {
    this.bus.emit({ type: "participant_updated", time: unixNow(), conference, participant });
  }

  /** Tells everybody of the conference's new state. */
  touchConference(conference: Conference): void {
    this.bus.emit({ type: "conference_updated", time: unixNow(), conference });
  }

  /** Forgets every timer; conferences stay as they are. */
  stop(): void {
    this.deadlines.clearAll();
  }

  /** Runs something later unless the participant has left or moved on by then. */
  later(conference: Conference, participant: Participant, ms: number, then: () => void): void {
    this.deadlines.set(participant.uuid, ms, () => {
      if (conference.participants.get(participant.uuid) === participant) then();
    });
  }

  private stageFor(conference: Conference, participant: Participant): Participant["stage"] {
    const { role, passesLock } = participant;
    const hold = role === "unknown" ? "no_host" : holdOf(conference, { role, passesLock });
    return hold === null ? conference.service.serviceType : "waiting_room";
  }

  private afterStage(conference: Conference, participant: Participant): void {
    if (participant.stage === "waiting_room") {
      this.later(conference, participant, this.timers.waitingForHostMs, () =>
        this.leave(conference, participant, reason.waitedTooLong),
      );
    }
    if (!isInside(participant)) return;
    this.deadlines.clear(participant.uuid);
    if (participant.role === "chair") this.deadlines.clear(conference.id);
    this.startIfHost(conference, participant);
  }

  /** A host starts the meeting with media only; where everybody is a host there is nothing to wait for. */
  private startIfHost(conference: Conference, participant: Participant): void {
    if (!isInside(participant) || participant.role !== "chair") return;
    const hasMedia = participant.legs.some((leg) => leg.hasMedia);
    if (hasMedia || !conference.service.allowGuests) this.start(conference);
  }

  private attach(conference: Conference, participant: Participant, leg: Leg, between: () => void): void {
    const time = leg.connectTime;
    if (!conference.nodes.has(leg.node)) {
      conference.nodes.set(leg.node, time);
      this.bus.emit({ type: "node_joined", time, conference, node: leg.node, nodeStart: time });
    }
    participant.legs.push(leg);
    conference.legCount += 1;
    this.legs.set(leg.uuid, { conference, participant, leg });
    between();
    this.bus.emit({ type: "leg_connected", time, conference, participant, leg });
  }

  private detach(conference: Conference, participant: Participant, leg: Leg, why: string): void {
    const time = unixNow();
    for (const stream of leg.streams) stream.endTime ??= time;
    this.bus.emit({ type: "leg_disconnected", time, conference, participant, leg, reason: why });
    participant.legs = participant.legs.filter((other) => other !== leg);
    this.legs.delete(leg.uuid);
  }

  private releaseNode(conference: Conference, node: string): void {
    for (const participant of conference.participants.values()) {
      if (participant.legs.some((leg) => leg.node === node)) return;
    }
    const nodeStart = conference.nodes.get(node);
    if (nodeStart === undefined) return;
    conference.nodes.delete(node);
    this.bus.emit({ type: "node_left", time: unixNow(), conference, node, nodeStart });
  }

  private afterLeaving(conference: Conference): void {
    const left = [...conference.participants.values()];
    if (left.length === 0) {
      if (this.conferences.get(conference.name) !== conference) return;
      this.conferences.delete(conference.name);
      this.deadlines.clear(conference.id);
      this.bus.emit({ type: "conference_ended", time: unixNow(), conference });
      return;
    }
    if (this.ending.has(conference)) return;
    if (left.some((participant) => participant.keepsAlive)) this.watchHosts(conference, left);
    else this.end(conference, reason.nobodyKeepsAlive);
  }

  private watchHosts(conference: Conference, left: Participant[]): void {
    if (!conference.isStarted || !conference.service.allowGuests) return;
    const inside = left.filter(isInside);
    if (inside.some((participant) => participant.role === "chair")) return;
    if (inside.some((participant) => participant.keepsAlive)) {
      if (this.deadlines.has(conference.id)) return;
      this.deadlines.set(conference.id, this.timers.guestsOnlyMs, () =>
        this.end(conference, reason.hostsLeft),
      );
      return;
    }
    // Only people outside are left: the meeting is over for now, and they wait for the next host.
    conference.isStarted = false;
    this.touchConference(conference);
  }
}
