import { setTimeout as sleep } from "node:timers/promises";
import { type Algorithm, hash, verify } from "@node-rs/argon2";
import { createSession, SIGN_IN_PATH } from "../lib/auth";
import { db } from "../lib/db";
import { buildOrganization, buildRoom } from "../lib/testing/factories";
import { Second } from "../lib/time";
import { Connection } from "./connection";
import { atLeast, below, type Latency, latencyOf, median, medianLatency, rounded } from "./figures";
import { machine, say } from "./machine";
import type { Result } from "./run";
import type { Bench } from "./stack";

const PASSWORD = "correct horse battery staple";
const PEOPLE = 400;
const CONNECTIONS = 8;
const ROUNDS = 5;
const SATURATED_S = 8;
const WARM_UP_S = 3;
const OTHERS_PER_SECOND = 20;

/** argon2id at the cost that the portal stores passwords with (lib/auth/password.ts). */
const COST = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19456, timeCost: 2, parallelism: 1 };

/** Sign-ins by password, beside argon2id and nothing else, and how long other requests wait meanwhile. */
export async function password(bench: Bench): Promise<Result> {
  say(`Making ${PEOPLE} people …`);
  const stored = await hash(PASSWORD, COST);
  const { id: organizationId } = await buildOrganization();
  await db().user.createMany({
    data: Array.from({ length: PEOPLE }, (_, n) => ({
      email: addressOf(n),
      displayName: `Person ${n}`,
      organizationId,
      passwordHash: stored,
    })),
  });
  const others = new Others(bench.portalPort, await signedInReader());
  await signIns(bench, WARM_UP_S);
  await others.ask(WARM_UP_S);

  const rates = { portal: [] as number[], baseline: [] as number[] };
  const latencies = { quiet: [] as Latency[], meanwhile: [] as Latency[] };
  for (let round = 1; round <= ROUNDS; round++) {
    say(`Round ${round} of ${ROUNDS} …`);
    rates.baseline.push(await bareHashes(stored, SATURATED_S));
    rates.portal.push(await signIns(bench, SATURATED_S));
    latencies.quiet.push(await others.ask(SATURATED_S));
    const [, meanwhile] = await Promise.all([signIns(bench, SATURATED_S), others.ask(SATURATED_S)]);
    latencies.meanwhile.push(meanwhile);
  }
  others.close();

  const [portal, baseline] = [median(rates.portal), median(rates.baseline)];
  const latency = { quiet: medianLatency(latencies.quiet), meanwhile: medianLatency(latencies.meanwhile) };
  return {
    verdicts: [
      atLeast("password sign-ins a second, over bare argon2id's", 0.8, portal / baseline),
      below("p99 of other requests meanwhile, ms", 100, latency.meanwhile.p99Ms),
    ],
    setup: { people: PEOPLE, connections: CONNECTIONS, othersPerSecond: OTHERS_PER_SECOND },
    rounds: { count: ROUNDS, seconds: SATURATED_S, figure: "median of the rounds" },
    signInsPerSecond: { portal: rounded(portal), baseline: rounded(baseline) },
    signInsPerSecondOfRounds: { portal: rates.portal.map(rounded), baseline: rates.baseline.map(rounded) },
    latency,
    latencyOfRounds: latencies,
  };
}

const addressOf = (n: number) => `person${n}@mail.example`;

/** Somebody who looks at their rooms all the while. @returns the `Cookie` header of their browser */
async function signedInReader(): Promise<string> {
  const { ownerId } = await buildRoom({ hostPin: "739182" });
  const how = { method: "password", persistent: false, remoteAddress: null, userAgent: null } as const;
  const { name, value } = await createSession(ownerId, how);
  return `${name}=${value}`;
}

/** @returns verifications a second, with as many at a time as there are cores */
async function bareHashes(stored: string, seconds: number): Promise<number> {
  const startMs = performance.now();
  const endMs = startMs + seconds * Second.ms;
  let done = 0;
  const run = async () => {
    while (performance.now() < endMs) {
      if (!(await verify(stored, PASSWORD))) throw new Error("The password is not right");
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: machine().cores }, run));
  return (done * Second.ms) / (performance.now() - startMs);
}

let nextPerson = 0;

/** Every connection signs the next person in as soon as the one before is. @returns sign-ins a second */
async function signIns({ portalPort }: Bench, seconds: number): Promise<number> {
  const startMs = performance.now();
  const endMs = startMs + seconds * Second.ms;
  let done = 0;
  const run = async () => {
    const connection = new Connection(portalPort);
    while (performance.now() < endMs) {
      const n = nextPerson++;
      const { status } = await connection.send(postedForm(portalPort, n));
      if (status !== 200) throw new Error(`A sign-in was answered with ${status}`);
      done += 1;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, run));
  return (done * Second.ms) / (performance.now() - startMs);
}

/** A person's sign-in as the form posts it, from an address of its own. */
function postedForm(port: number, n: number): Buffer {
  const body = new URLSearchParams({ address: addressOf(n % PEOPLE), password: PASSWORD }).toString();
  return Buffer.from(
    [
      `POST ${SIGN_IN_PATH} HTTP/1.1`,
      `host: localhost:${port}`,
      `origin: http://localhost:${port}`,
      `x-forwarded-for: 10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
      "accept: application/json",
      "content-type: application/x-www-form-urlencoded",
      `content-length: ${body.length}`,
      "",
      body,
    ].join("\r\n"),
  );
}

/** Requests of other people: the page of a signed-in person's rooms, at an even rate. */
class Others {
  private readonly free: Connection[];
  private readonly request: Buffer;

  constructor(port: number, cookie: string) {
    this.free = Array.from({ length: 40 }, () => new Connection(port));
    const lines = ["GET /rooms HTTP/1.1", `host: localhost:${port}`, `cookie: ${cookie}`, "\r\n"];
    this.request = Buffer.from(lines.join("\r\n"));
  }

  async ask(seconds: number): Promise<Latency> {
    const latencies: number[] = [];
    const underWay: Promise<void>[] = [];
    const startMs = performance.now();
    for (let n = 0; n < OTHERS_PER_SECOND * seconds; n++) {
      await sleep(startMs + (n * Second.ms) / OTHERS_PER_SECOND - performance.now());
      const askedMs = performance.now();
      while (this.free.length === 0) await sleep(1);
      const connection = this.free.shift() as Connection;
      underWay.push(
        connection.send(this.request).then(({ status }) => {
          if (status !== 200) throw new Error(`A page was answered with ${status}`);
          latencies.push(performance.now() - askedMs);
          this.free.push(connection);
        }),
      );
    }
    await Promise.all(underWay);
    return latencyOf(latencies);
  }

  close(): void {
    for (const connection of this.free) connection.close();
  }
}
