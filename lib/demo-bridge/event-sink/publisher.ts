import { causeOf } from "../cause";
import type { Faults } from "../faults";
import type { Logger } from "../logger";
import type { EventSinkOptions } from "../options";
import type { Chance } from "../random";
import { pause, unixNow } from "../time";

/** One event with its envelope, as it goes over the wire. `time` is Unix seconds. */
export interface Envelope {
  node: string;
  seq: number;
  version: 2;
  time: number;
  event: string;
  data: object;
}

/** Longest bulk message, in events. */
const bulkMax = 1_000;
/** How many single events change places when events are shuffled. */
const shuffleReach = 4;

/**
 * Publishes the events of one node: in order, one message under way at a time, each repeated with the same sequence
 * numbers until the sink takes it (reference: event sinks, delivery). A real node gives up at some point and starts anew
 * from 1; this one goes on as long as it runs.
 */
export class Publisher {
  private readonly queue: Envelope[] = [];
  private readonly stopped = new AbortController();
  private readonly aborted = new AbortController();
  private wake: () => void = () => {};
  private seq = 0;
  private isAway = false;
  private readonly loop: Promise<void>;
  /** Events the sink has taken. */
  delivered = 0;

  constructor(
    private readonly node: string,
    private readonly sink: EventSinkOptions,
    private readonly faults: Readonly<Faults>,
    private readonly chance: Chance,
    private readonly logger: Logger,
  ) {
    this.publish("eventsink_started", {});
    this.loop = this.run();
  }

  /** Takes the next sequence number and queues the event. `data` must be a copy: it is sent later. */
  publish(event: string, data: object, time: number = unixNow()): void {
    this.seq += 1;
    if (this.faults.dropEvents) return;
    this.queue.push({ node: this.node, seq: this.seq, version: 2, time, event, data });
    this.wake();
  }

  /** Events that wait for delivery. */
  get waiting(): number {
    return this.queue.length;
  }

  /** The latest sequence number. */
  get sequence(): number {
    return this.seq;
  }

  /** Looks again whether it may send: a fault was switched. */
  nudge(): void {
    this.wake();
  }

  /** Sends what is left and `eventsink_stopped`, as far as `graceMs` allows. */
  async stop(graceMs: number): Promise<void> {
    this.publish("eventsink_stopped", {});
    this.stopped.abort();
    this.wake();
    await Promise.race([this.loop, pause(graceMs)]);
    this.aborted.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.aborted.signal.aborted) {
      if (this.queue.length === 0 || this.faults.sinkPaused) {
        if (this.stopped.signal.aborted) return;
        await this.sleep();
        continue;
      }
      // A full message goes out at once: the interval gathers events, it does not hold a backlog back.
      if (this.sink.bulk && this.queue.length < bulkMax)
        await pause(this.sink.bulkIntervalMs ?? 250, this.stopped.signal);
      const batch = this.nextBatch();
      for (const body of this.bodies(batch)) await this.deliver(body);
      if (!this.aborted.signal.aborted) this.delivered += batch.length;
    }
  }

  private sleep(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private nextBatch(): Envelope[] {
    const size = this.sink.bulk ? bulkMax : this.faults.shuffleEvents ? shuffleReach : 1;
    const batch = this.queue.splice(0, size);
    return this.faults.shuffleEvents ? this.chance.shuffled(batch) : batch;
  }

  private bodies(batch: Envelope[]): string[] {
    const messages = this.sink.bulk
      ? [{ event: "eventsink_bulk", node: "127.0.0.1", seq: 0, version: 2, time: unixNow(), data: batch }]
      : batch;
    const copies = 1 + this.faults.duplicateEvents;
    return messages.flatMap((message) => Array<string>(copies).fill(JSON.stringify(message)));
  }

  /** Repeats until the sink answers with a success or the bridge is told to stop at once. */
  private async deliver(body: string): Promise<void> {
    let backoffMs = this.sink.initialBackoffMs ?? 500;
    while (!this.aborted.signal.aborted) {
      const problem = await this.post(body);
      if (problem === null) {
        if (this.isAway) this.logger.info({ node: this.node, waiting: this.waiting }, "event sink is back");
        this.isAway = false;
        return;
      }
      if (!this.isAway) this.logger.warn({ node: this.node, problem }, "event sink does not take events");
      this.isAway = true;
      await pause(backoffMs, this.aborted.signal);
      backoffMs = Math.min(backoffMs * 2, this.sink.maximumBackoffMs ?? 10_000);
    }
  }

  private async post(body: string): Promise<string | null> {
    const { url, username, password } = this.sink;
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
        },
        body,
        redirect: "manual",
        signal: AbortSignal.any([this.aborted.signal, AbortSignal.timeout(this.sink.timeoutMs ?? 10_000)]),
      });
      await response.arrayBuffer();
      return response.ok ? null : `status ${response.status}`;
    } catch (error) {
      return causeOf(error);
    }
  }
}
