import os from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "../errors";

/** Argon2's cost: memory in KiB, passes, lanes. */
export type Cost = { memoryCost: number; timeCost: number; parallelism: number };

type Task = { password: string; cost: Cost; stored?: undefined } | { password: string; stored: string };
type Answer = { id: number; value?: string | boolean; error?: string };
type Waiting = { resolve: (value: never) => void; reject: (error: Error) => void; worker: Worker };

/** Beyond so many waiting hashes, some seconds of work, a sign-in is turned away instead of queued. */
const WAITING_MAX = 200;

/**
 * Threads that hash passwords. A hash is meant to be costly: on the event loop's own thread pool a burst of sign-ins
 * would take the processor from every other request, so these threads run at a lower priority, one for each core.
 */
class HashPool {
  private readonly workers: Worker[] = [];
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** @throws {AppError} `too_many_requests` while too many wait already */
  run<T extends string | boolean>(task: Task): Promise<T> {
    if (this.waiting.size >= WAITING_MAX) return Promise.reject(new AppError("too_many_requests"));
    const id = ++this.lastId;
    const worker = this.worker();
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, worker });
      // A process that has nothing else to do waits for its hashes, but not for idle threads.
      worker.ref();
      worker.postMessage({ id, ...task });
    });
  }

  /** The next thread in turn; started when it is first needed. */
  private worker(): Worker {
    const index = this.lastId % os.availableParallelism();
    this.workers[index] ??= this.start(index);
    return this.workers[index];
  }

  private start(index: number): Worker {
    const worker = new Worker(
      path.join(/* turbopackIgnore: true */ process.cwd(), "lib/auth/hash-worker.mjs"),
    );
    worker.unref();
    worker.on("message", ({ id, value, error }: Answer) => {
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (![...this.waiting.values()].some((one) => one.worker === worker)) worker.unref();
      if (error === undefined) waiting?.resolve(value as never);
      else waiting?.reject(new Error(error));
    });
    worker.on("error", (error) => {
      delete this.workers[index];
      for (const [id, one] of this.waiting) {
        if (one.worker !== worker) continue;
        this.waiting.delete(id);
        one.reject(error);
      }
    });
    return worker;
  }
}

// On globalThis because the same process may load this module twice: bundled by Next, and by the portal's server.
const home = globalThis as { __mypagesHashPool?: HashPool };

export const hashPool = (): HashPool => {
  home.__mypagesHashPool ??= new HashPool();
  return home.__mypagesHashPool;
};
