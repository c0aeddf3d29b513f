// The worker's process: background jobs, and the watch over the bridge. Several may run; each job runs once.
import { closeDb } from "../lib/db";
import { startWorker } from "../lib/jobs";
import { log } from "../lib/log";
import { serveWorkerFigures } from "../lib/worker-server";

const figures = await serveWorkerFigures();
const worker = await startWorker();
log.info("worker.started");

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, async () => {
    figures?.close();
    await worker.stop();
    await closeDb().catch(() => {});
    log.info("worker.stopped");
    process.exit(0);
  });
}
