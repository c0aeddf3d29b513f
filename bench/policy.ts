import { atLeast, below, type Latency, median, medianLatency, rounded } from "./figures";
import { say } from "./machine";
import { makeRooms } from "./meetings";
import { PolicyLoad } from "./policy-load";
import type { Result } from "./run";
import { type Bench, withBench } from "./stack";

const ROOMS = 500;
const CONNECTIONS = 32;
const ROUNDS = 5;
const SATURATED_S = 5;
const STEADY_PER_SECOND = 100;
const STEADY_S = 10;
const WARM_UP_S = 3;

/** The bridge's question which room a call reaches: how many are answered, and how soon, beside a bare handler. */
export const policy = (): Promise<Result> => withBench(measure);

type Name = "portal" | "baseline";

async function measure(bench: Bench): Promise<Result> {
  say(`Making ${ROOMS} rooms …`);
  const rooms = await makeRooms(ROOMS);
  const bare = await bench.startBaseline("bench/baseline-policy.ts");
  const loadOf = (port: number) => new PolicyLoad(port, CONNECTIONS, rooms, bench.stack.env);
  const loads = { portal: loadOf(bench.portalPort), baseline: loadOf(bare.port) };
  const rates: Record<Name, number[]> = { portal: [], baseline: [] };
  const latencies: Record<Name, Latency[]> = { portal: [], baseline: [] };
  for (const name of ["portal", "baseline"] as const) {
    const { result } = await loads[name].ask();
    if (result.name !== rooms[0]?.alias || !result.pin) throw new Error(`The ${name} gives a wrong answer`);
    await loads[name].saturate(WARM_UP_S);
  }
  for (let round = 1; round <= ROUNDS; round++) {
    say(`Round ${round} of ${ROUNDS} …`);
    for (const name of ["portal", "baseline"] as const)
      rates[name].push(await loads[name].saturate(SATURATED_S));
    for (const name of ["portal", "baseline"] as const)
      latencies[name].push(await loads[name].steady(STEADY_PER_SECOND, STEADY_S));
  }
  for (const load of Object.values(loads)) load.close();

  const [portal, baseline] = [median(rates.portal), median(rates.baseline)];
  const latency = { portal: medianLatency(latencies.portal), baseline: medianLatency(latencies.baseline) };
  return {
    verdicts: [
      atLeast("requests a second, over the baseline's", 0.4, portal / baseline),
      below(`p99 at ${STEADY_PER_SECOND} requests a second, ms`, 50, latency.portal.p99Ms),
    ],
    setup: { rooms: ROOMS, connections: CONNECTIONS, steadyPerSecond: STEADY_PER_SECOND },
    rounds: { count: ROUNDS, saturatedS: SATURATED_S, steadyS: STEADY_S, figure: "median of the rounds" },
    requestsPerSecond: { portal: rounded(portal), baseline: rounded(baseline) },
    requestsPerSecondOfRounds: { portal: rates.portal.map(rounded), baseline: rates.baseline.map(rounded) },
    latency,
    latencyOfRounds: latencies,
  };
}
