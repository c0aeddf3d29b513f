import fs from "node:fs";
import path from "node:path";
import { closeDb } from "../lib/db";
import { Minute } from "../lib/time";
import { freePort } from "../scripts/postgres";
import { root, runScript, type Service, untilUp } from "../scripts/processes";
import { prepareStack, type Stack } from "../scripts/stack";
import { say } from "./machine";

/** No benchmark takes as long as this, in milliseconds: what does, hangs. */
const LIMIT_MS = 10 * Minute.ms;

/** A server of the bare kind that the portal is held against. */
export type Baseline = { service: Service; port: number };

export type Bench = {
  stack: Stack;
  /** The portal's process, built and in production mode. */
  portal: Service;
  portalPort: number;
  /** Starts a baseline server in a process of its own, on the same database. */
  startBaseline(script: string): Promise<Baseline>;
};

/**
 * Runs a benchmark on a whole service of its own: PostgreSQL with its normal durability in a temporary directory, and
 * the built portal, with these settings of its own. This process sees the same environment, so that it can use lib. Everything is gone afterwards.
 */
export async function withBench<T>(
  work: (bench: Bench) => Promise<T>,
  env: Record<string, string> = {},
): Promise<T> {
  if (!fs.existsSync(path.join(root, ".next/BUILD_ID"))) {
    say("Building the portal …");
    await runScript("scripts/build.mjs", []);
  }
  say("Starting PostgreSQL and the portal …");
  const stack = await prepareStack();
  Object.assign(stack.env, env);
  const giveUp = (why: string) => {
    say(why);
    void stack.stop().finally(() => process.exit(1));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => giveUp("Stopped."));
  const limit = setTimeout(() => giveUp("Took too long."), LIMIT_MS);
  try {
    Object.assign(process.env, stack.env, { LOG_LEVEL: "silent" });
    const portal = await stack.startPortal();
    return await work({
      stack,
      portal,
      portalPort: Number(stack.env.PORT),
      async startBaseline(script) {
        const port = await freePort();
        const service = stack.start(path.basename(script, ".ts"), script, { PORT: String(port) });
        await untilUp(service, `http://127.0.0.1:${port}/health`);
        return { service, port };
      },
    });
  } finally {
    clearTimeout(limit);
    await closeDb();
    await stack.stop();
  }
}
