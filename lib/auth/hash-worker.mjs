// Hashes passwords on a thread of its own that gives way to every other: see hash-pool.ts.
import os from "node:os";
import { parentPort } from "node:worker_threads";
import { hashSync, verifySync } from "@node-rs/argon2";

// On Linux a priority belongs to the thread that sets it; elsewhere it would slow the whole portal down.
if (process.platform === "linux") os.setPriority(10);

parentPort?.on("message", ({ id, password, stored, cost }) => {
  try {
    const value = stored === undefined ? hashSync(password, cost) : verifySync(stored, password);
    parentPort?.postMessage({ id, value });
  } catch (error) {
    parentPort?.postMessage({ id, error: String(error?.message ?? error) });
  }
});
