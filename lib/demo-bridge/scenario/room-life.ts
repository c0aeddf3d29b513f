import { pause } from "../time";
import type { Cast } from "./cast";
import { Company, type Ending } from "./company";
import { impatientLeave, someoneLeaves, somethingHappens } from "./doings";
import type { ScenarioStage } from "./stage";

const Second = 1_000;
const Minute = 60 * Second;

/** How a room lives. Times are in milliseconds. */
export interface Habit {
  /** How many people of the cast a meeting has. */
  from: number;
  to: number;
  /** Share of the first callers who come before a host does. */
  earlyShare: number;
  /** How long a meeting lasts; null goes on for ever. */
  meeting: [number, number] | null;
  /** Break between two meetings. */
  between: [number, number];
}

/** Always a meeting with a dozen people. */
export const mainRoom: Habit = {
  from: 10,
  to: 14,
  earlyShare: 0,
  meeting: null,
  between: [10 * Second, 20 * Second],
};

/** Meetings that come and go; the first callers wait for their host. */
export const otherRoom: Habit = {
  from: 3,
  to: 7,
  earlyShare: 0.5,
  meeting: [4 * Minute, 10 * Minute],
  between: [1 * Minute, 4 * Minute],
};

/** A host who ended a meeting wants it to be over for a while. */
const afterCommand = 2 * Minute;
const lobbyMax = 3;

/** Keeps one room alive until stopped. */
export class RoomLife {
  private readonly company: Company;
  private readonly stopped = new AbortController();
  private readonly running: Promise<void>;
  private restUntil = 0;
  private endsAt = Number.POSITIVE_INFINITY;
  private wanted = 0;

  /** @param pace 1 for a demonstration; 100 makes everything happen a hundred times faster. */
  constructor(
    readonly alias: string,
    private readonly habit: Habit,
    cast: Cast,
    private readonly stage: ScenarioStage,
    private readonly pace: number,
  ) {
    this.company = new Company(alias, cast, stage, (how) => this.rest(how));
    this.running = this.live();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    this.company.stop();
    await this.running;
  }

  private async live(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      const next = await this.step().catch((error: unknown) => {
        this.stage.logger.error({ alias: this.alias, err: error }, "a scenario step failed");
        return 5 * Second;
      });
      await this.wait(next);
    }
  }

  /** One step of the room's life. @returns how long until the next, in milliseconds at pace 1. */
  private async step(): Promise<number> {
    const { chance } = this.stage;
    if (Date.now() < this.restUntil) return 2 * Second;
    if (this.company.all().length === 0) return this.begin();
    impatientLeave(this.company);
    if (Date.now() >= this.endsAt) return this.wind();
    const isLocked = this.company.conference()?.isLocked ?? false;
    const hasHost = this.company.inside().some(({ participant }) => participant.role === "chair");
    if (!hasHost) return (await this.someoneCalls("host", isLocked)) ? 4 * Second : 10 * Second;
    const count = this.company.all().length;
    if (count < this.wanted) {
      await this.someoneCalls("guest", isLocked);
      return chance.between(1, isLocked ? 25 : 4) * Second;
    }
    if (chance.happens(0.12)) someoneLeaves(this.company, this.stage);
    else somethingHappens(this.company, this.stage);
    // A locked room is where the lobby is to be seen: callers go on coming.
    if (isLocked && chance.happens(0.3)) await this.someoneCalls("guest", true);
    return chance.between(3, 9) * Second;
  }

  /** A meeting begins: with a host, or with people who wait for one. */
  private async begin(): Promise<number> {
    const { chance } = this.stage;
    this.wanted = chance.between(this.habit.from, this.habit.to);
    this.endsAt = this.habit.meeting
      ? Date.now() + (chance.between(...this.habit.meeting) + Minute) / this.pace
      : Number.POSITIVE_INFINITY;
    const early = Math.round(this.wanted * this.habit.earlyShare);
    for (let guests = 0; guests < early && !this.stopped.signal.aborted; guests += 1) {
      if (!(await this.someoneCalls("guest", false))) return 3 * Second;
      await this.wait(chance.between(4, 15) * Second);
    }
    if (early > 0) await this.wait(chance.between(15, 40) * Second);
    return (await this.someoneCalls("host", false)) ? 2 * Second : 3 * Second;
  }

  /** A meeting comes to its end: people leave one after the other, hosts last. */
  private wind(): number {
    const next = this.company.all().toSorted((a, b) => Number(a.person.isHost) - Number(b.person.isHost))[0];
    if (next) this.company.hangUp(next, Minute);
    return this.stage.chance.between(1, 3) * Second;
  }

  private async someoneCalls(wanted: "host" | "guest", isLocked: boolean): Promise<boolean> {
    if (isLocked && this.company.waiting().length >= lobbyMax) return false;
    return this.company.call(wanted, (this.stage.chance.between(60, 240) * Second) / this.pace);
  }

  private rest(how: Ending): void {
    const breakMs = how === "by_command" ? afterCommand : this.stage.chance.between(...this.habit.between);
    this.restUntil = Date.now() + breakMs / this.pace;
  }

  private wait(ms: number): Promise<void> {
    return pause(ms / this.pace, this.stopped.signal);
  }
}
