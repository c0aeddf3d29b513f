import fs from "node:fs";
import os from "node:os";

/** Where a benchmark ran. The load is that of the minute before it began. */
export const machine = () => ({
  startedAt: new Date().toISOString(),
  cpu: os.cpus()[0]?.model ?? "unknown",
  cores: os.cpus().length,
  memoryGb: Math.round(os.totalmem() / 2 ** 30),
  node: process.version,
  loadBefore: os.loadavg()[0] ?? 0,
  note: `Load client, portal, baseline and database share these ${os.cpus().length} cores, over loopback.`,
});

/** Memory of a process that is in RAM, in bytes. @throws {Error} where there is no /proc */
export function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (kilobytes === undefined) throw new Error(`No resident memory of process ${pid}`);
  return Number(kilobytes) * 1024;
}

/** Tells whoever waits how far it is. */
export const say = (text: string) => process.stderr.write(`${text}\n`);
