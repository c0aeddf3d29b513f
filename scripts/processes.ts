import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The project's top folder, wherever a script is called from. */
export const root = path.resolve(import.meta.dirname, "..");

const argumentsFor = (script: string) => (script.endsWith(".ts") ? ["--import", "tsx", script] : [script]);

/**
 * Runs one of our scripts to its end, without a shell or npm in between, so that signals reach it.
 * @throws {Error} with what it printed, when it does not end well
 */
export async function runScript(
  script: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<void> {
  const child = spawn(process.execPath, [...argumentsFor(script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const keep = (data: Buffer) => {
    printed += data;
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
  if (code !== 0) throw new Error(`${script} ${args.join(" ")} failed:\n${printed}`);
}

/** A process of ours that goes on until it is stopped. */
export type Service = { name: string; child: ChildProcess; logFile: string; stop(): Promise<void> };

/** Starts one of our scripts in the background; what it prints goes to a file. */
export function startService(
  name: string,
  script: string,
  options: { args?: string[]; env: Record<string, string>; logDirectory: string },
): Service {
  fs.mkdirSync(options.logDirectory, { recursive: true });
  const logFile = path.join(options.logDirectory, `${name}.log`);
  const output = fs.openSync(logFile, "w");
  const child = spawn(process.execPath, [...argumentsFor(script), ...(options.args ?? [])], {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", output, output],
  });
  fs.closeSync(output);
  return {
    name,
    child,
    logFile,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await Promise.race([ended, sleep(8000).then(() => child.kill("SIGKILL"))]);
    },
  };
}

/** Waits until an address answers with success. @throws {Error} naming the service's log when it ends or takes too long */
export async function untilUp(service: Service, url: string, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (service.child.exitCode !== null) break;
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await sleep(100);
  }
  throw new Error(
    `${service.name} did not come up; see ${service.logFile}\n${fs.readFileSync(service.logFile, "utf8").slice(-3000)}`,
  );
}
