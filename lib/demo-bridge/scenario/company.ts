import type { EngineEvent } from "../engine/events";
import { type Conference, isInside, isWaiting, type Participant } from "../engine/model";
import { reason } from "../engine/reasons";
import type { Cast } from "./cast";
import type { Person } from "./people";
import type { ScenarioStage } from "./stage";

const Minute = 60_000;

/** Somebody of the cast who is in a call now. */
export interface Present {
  person: Person;
  conference: Conference;
  participant: Participant;
  /** When this caller gives up waiting in the lobby, on the clock of `Date.now()`. */
  waitsUntil: number;
}

/** How long somebody who was ejected stays away. */
const ejectedMs = 15 * Minute;

/** How the latest meeting of a room ended. */
export type Ending = "by_command" | "by_itself";

const endedByCommand: string[] = [reason.endedByAdministrator, reason.endedByHost];
const ejected: string[] = [reason.ejectedByAdministrator, reason.ejectedByHost];

/**
 * The people who call one room: who is there, who may come, and who stays away because the host threw them out. It only
 * follows what happens; when to call and what to do is decided elsewhere.
 */
export class Company {
  private readonly present = new Map<string, Present>();
  /** How long those who hang up stay away, in milliseconds. */
  private readonly away = new WeakMap<Person, number>();
  private readonly unsubscribe: () => void;

  constructor(
    readonly alias: string,
    private readonly cast: Cast,
    private readonly stage: ScenarioStage,
    private readonly onEnded: (how: Ending) => void,
  ) {
    this.unsubscribe = stage.engine.bus.subscribe((event) => this.follow(event));
  }

  stop(): void {
    this.unsubscribe();
  }

  all(): Present[] {
    return [...this.present.values()];
  }

  inside(): Present[] {
    return this.all().filter(({ participant }) => isInside(participant));
  }

  waiting(): Present[] {
    return this.all().filter(({ participant }) => isWaiting(participant));
  }

  /** The running conference, as far as somebody of the cast is in it. */
  conference(): Conference | null {
    return this.all()[0]?.conference ?? null;
  }

  /** Lets one more person call. @returns false when nobody is free or the call was refused. */
  async call(wanted: "host" | "guest", patienceMs: number): Promise<boolean> {
    const person = this.cast.take(wanted);
    if (!person) return false;
    let isThere = false;
    try {
      const result = await this.stage.placer.place({
        alias: this.alias,
        displayName: person.displayName,
        protocol: person.kind,
        isRegistered: person.isRegistered,
        encryption: person.encryption,
        knowsPin: person.isHost ? "host" : "guest",
        ...(person.remoteAlias ? { remoteAlias: person.remoteAlias } : {}),
        ...(person.vendor ? { vendor: person.vendor } : {}),
      });
      const found = result.legId ? this.stage.engine.findLeg(result.legId) : null;
      if (!found) return false;
      const { conference, participant } = found;
      this.present.set(participant.uuid, {
        person,
        conference,
        participant,
        waitsUntil: Date.now() + patienceMs,
      });
      isThere = true;
      return true;
    } finally {
      if (!isThere) this.cast.giveBack(person, 0);
    }
  }

  hangUp({ conference, participant, person }: Present, awayMs: number): void {
    this.away.set(person, awayMs);
    this.stage.engine.leave(conference, participant, reason.hungUp);
  }

  private follow(event: EngineEvent): void {
    if (event.type !== "participant_left") return;
    const left = this.present.get(event.participant.uuid);
    if (!left) return;
    this.present.delete(event.participant.uuid);
    this.cast.giveBack(
      left.person,
      ejected.includes(event.reason) ? ejectedMs : (this.away.get(left.person) ?? 0),
    );
    this.away.delete(left.person);
    if (this.present.size === 0)
      this.onEnded(endedByCommand.includes(event.reason) ? "by_command" : "by_itself");
  }
}
