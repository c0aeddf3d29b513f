import { setTimeout as sleep } from "node:timers/promises";
import { Second } from "../lib/time";
import { Connection } from "./connection";
import { basic } from "./event-sink";
import { type Latency, latencyOf } from "./figures";
import type { BenchRoom } from "./meetings";

/** A policy server under test, with its kept connections and one prepared question for each room. */
export class PolicyLoad {
  private readonly connections: Connection[];
  private readonly questions: Buffer[];
  private next = 0;

  constructor(port: number, connections: number, rooms: BenchRoom[], env: Record<string, string>) {
    this.connections = Array.from({ length: connections }, () => new Connection(port));
    this.questions = rooms.map((room, n) => Buffer.from(question(room, n, env)));
  }

  /** One answer, to be looked at. */
  async ask(): Promise<{ result: Record<string, unknown> }> {
    const [connection] = this.connections;
    if (!connection) throw new Error("No connection");
    const answer = await connection.send(this.nextQuestion());
    return JSON.parse(answer.body());
  }

  /** Every connection asks again as soon as it is answered. @returns answers a second */
  async saturate(seconds: number): Promise<number> {
    const startMs = performance.now();
    const endMs = startMs + seconds * Second.ms;
    let answered = 0;
    const askOn = async (connection: Connection) => {
      while (performance.now() < endMs) {
        await this.askOn(connection);
        answered += 1;
      }
    };
    await Promise.all(this.connections.map(askOn));
    return (answered * Second.ms) / (performance.now() - startMs);
  }

  /**
   * Asks at an even rate, each question at its time whether the one before has been answered or not. Waiting for a free
   * connection counts.
   */
  async steady(perSecond: number, seconds: number): Promise<Latency> {
    const free = [...this.connections];
    const latencies: number[] = [];
    const underWay: Promise<void>[] = [];
    const startMs = performance.now();
    for (let n = 0; n < perSecond * seconds; n++) {
      await sleep(startMs + (n * Second.ms) / perSecond - performance.now());
      const askedMs = performance.now();
      while (free.length === 0) await sleep(1);
      const connection = free.shift() as Connection;
      underWay.push(
        this.askOn(connection).then(() => {
          latencies.push(performance.now() - askedMs);
          free.push(connection);
        }),
      );
    }
    await Promise.all(underWay);
    return latencyOf(latencies);
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }

  private async askOn(connection: Connection): Promise<void> {
    const { status } = await connection.send(this.nextQuestion());
    if (status !== 200) throw new Error(`A question was answered with ${status}`);
  }

  private nextQuestion(): Buffer {
    return this.questions[this.next++ % this.questions.length] as Buffer;
  }
}

/** A conferencing node's request for a call, with the parameters that it sends (reference: Pexip external policy). */
function question({ alias }: BenchRoom, n: number, env: Record<string, string>): string {
  const query = new URLSearchParams({
    local_alias: `sip:${alias}@vc.example`,
    remote_alias: `sip:caller${n}@elsewhere.example`,
    remote_display_name: `Caller ${n}`,
    remote_address: `198.51.100.${n % 250}`,
    remote_port: "5061",
    call_direction: "dial_in",
    protocol: "sip",
    trigger: "invite",
    registered: "False",
    vendor: "Room system 9.3",
    encryption: "On",
    bandwidth: "0",
    call_tag: "",
    location: "Oslo",
    node_ip: "10.20.0.11",
    version_id: "39",
    pseudo_version_id: "85000.0.0",
  });
  const authorization = basic(env.BRIDGE_POLICY_USERNAME, env.BRIDGE_POLICY_PASSWORD);
  return [
    `GET /api/bridge/policy/v1/service/configuration?${query} HTTP/1.1`,
    "host: 127.0.0.1",
    "accept: application/json",
    `authorization: ${authorization}`,
    "\r\n",
  ].join("\r\n");
}
