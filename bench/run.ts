// `npm run bench -- roster|events|policy|login`: one JSON document on stdout, each figure beside its bare baseline of the same
// run; progress on stderr. A missed target is a result, not a failure.
import type { Verdict } from "./figures";
import { machine } from "./machine";

process.env.LOG_LEVEL = "silent"; // the log goes to stdout, where only the result belongs

/** What a benchmark hands over: its set-up and figures, and how they stand against the targets. */
export type Result = { verdicts: Verdict[] } & Record<string, unknown>;

// Loaded when asked for, after the log has been silenced.
const benchmarks: Record<string, () => Promise<Result>> = {
  roster: async () => (await import("./roster")).roster(),
  events: async () => (await import("./events")).events(),
  policy: async () => (await import("./policy")).policy(),
  login: async () => (await import("./login")).login(),
};

const name = process.argv[2] ?? "";
const benchmark = benchmarks[name];
if (!benchmark || process.argv.length > 3) {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(benchmarks).join("|")}\n`);
  process.exit(2);
}
const before = machine();
const { verdicts, ...figures } = await benchmark();
const met = verdicts.every((verdict) => verdict.met);
process.stdout.write(
  `${JSON.stringify({ benchmark: name, met, verdicts, ...figures, machine: before }, null, 2)}\n`,
);
process.exit(0);
