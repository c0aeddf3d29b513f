import type { CallerKind } from "../calls/facts";
import { Chance } from "../random";
import { pause } from "../time";
import type { ScenarioStage } from "./stage";

/** A load that can be repeated exactly: the same specification gives the same callers and the same changes. */
export interface LoadSpec {
  /** Aliases of the rooms, or a number for `load-1`, `load-2` … */
  rooms: string[] | number;
  /** Callers in all, spread evenly over the rooms. */
  participants: number;
  /** Changes a second once everybody is in; each is exactly one event of the sink. */
  eventsPerSecond: number;
  seconds: number;
  /** 1 unless told. */
  seed?: number;
  /** Everybody hangs up at the end. */
  hangUpAfter?: boolean;
}

/** How a load went, while it runs and afterwards. Times are Unix milliseconds. */
export interface LoadReport {
  phase: "joining" | "changing" | "done" | "stopped";
  joined: number;
  refused: number;
  changes: number;
  joinStartMs: number;
  changeStartMs: number | null;
  endMs: number | null;
}

/** One caller to come. */
interface Plan {
  n: number;
  alias: string;
  kind: CallerKind;
  isHost: boolean;
}

const kinds: readonly CallerKind[] = ["SIP", "SIP", "H323", "MSSIP", "PSTN", "WebRTC"];
/** Calls under way at once while people join. */
const callsAtOnce = 16;
const tickMs = 10;

/** A load that runs. */
export class Load {
  readonly report: LoadReport = {
    phase: "joining",
    joined: 0,
    refused: 0,
    changes: 0,
    joinStartMs: Date.now(),
    changeStartMs: null,
    endMs: null,
  };
  /** Resolves with the final report. */
  readonly finished: Promise<LoadReport>;
  private readonly stopped = new AbortController();
  private readonly chance: Chance;
  /** Leg of each caller by number, so that changes hit the same callers whatever the order of arrival. */
  private readonly legs: (string | null)[] = [];

  constructor(
    private readonly spec: LoadSpec,
    private readonly stage: ScenarioStage,
  ) {
    this.chance = new Chance(spec.seed ?? 1);
    this.finished = this.run();
  }

  stop(): void {
    this.stopped.abort();
  }

  private async run(): Promise<LoadReport> {
    await this.join();
    await this.change();
    if (this.spec.hangUpAfter) this.hangUp();
    this.report.phase = this.stopped.signal.aborted ? "stopped" : "done";
    this.report.endMs = Date.now();
    return this.report;
  }

  private async join(): Promise<void> {
    const { rooms, participants } = this.spec;
    const aliases =
      typeof rooms === "number" ? Array.from({ length: rooms }, (_, n) => `load-${n + 1}`) : rooms;
    const plans = Array.from({ length: participants }, (_, n) => ({
      n,
      alias: aliases[n % aliases.length] ?? "load-1",
      kind: this.chance.pick(kinds),
      // The first caller of each room is its host.
      isHost: n < aliases.length,
    }));
    // Hosts first: otherwise their guests would wait, and the outcome depend on who was faster.
    for (const group of [plans.filter(({ isHost }) => isHost), plans.filter(({ isHost }) => !isHost)]) {
      const queue = group.values();
      await Promise.all(Array.from({ length: callsAtOnce }, () => this.placeAll(queue)));
    }
  }

  private async placeAll(queue: Iterable<Plan>): Promise<void> {
    for (const plan of queue) {
      if (this.stopped.signal.aborted) return;
      await this.place(plan);
    }
  }

  private async place(plan: Plan): Promise<void> {
    const { n } = plan;
    const result = await this.stage.placer.place({
      alias: plan.alias,
      displayName: `Caller ${n + 1}`,
      protocol: plan.isHost ? "SIP" : plan.kind,
      knowsPin: plan.isHost ? "host" : "guest",
      encryption: n % 3 === 0 ? "Off" : "On",
      remoteAlias: `sip:caller${n + 1}@load.example`,
    });
    const isThere = result.outcome === "admitted" || result.outcome === "waiting";
    this.legs[n] = isThere ? result.legId : null;
    if (isThere) this.report.joined += 1;
    else this.report.refused += 1;
  }

  /** Mutes and unmutes callers at an even rate. Browsers are left out: with two legs they would give two events. */
  private async change(): Promise<void> {
    this.report.phase = "changing";
    const start = Date.now();
    this.report.changeStartMs = start;
    const { eventsPerSecond, seconds } = this.spec;
    const { engine, controls } = this.stage;
    const single = this.legs.filter((leg) => leg && engine.findLeg(leg)?.participant.legs.length === 1);
    if (single.length === 0) return;
    const total = Math.round(eventsPerSecond * seconds);
    while (this.report.changes < total && !this.stopped.signal.aborted) {
      const due = Math.min(total, Math.floor(((Date.now() - start) / 1000) * eventsPerSecond));
      while (this.report.changes < due) {
        const found = engine.findLeg(this.chance.pick(single) ?? "");
        // Somebody may have been ejected meanwhile; the rate is kept with the others.
        if (found)
          controls.change(found.conference, found.participant, { isMuted: !found.participant.isMuted });
        this.report.changes += 1;
      }
      await pause(tickMs, this.stopped.signal);
    }
  }

  private hangUp(): void {
    for (const leg of this.legs) {
      const found = leg ? this.stage.engine.findLeg(leg) : null;
      if (found) this.stage.engine.leave(found.conference, found.participant, "Call disconnected");
    }
  }
}
