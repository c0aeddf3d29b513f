import { Logger, type LogLevel, type Runner, run, runMigrations, type TaskList } from "graphile-worker";
import { auditHead } from "../audit";
import { purgeDevices, purgePending, purgeSessions, purgeThrottle } from "../auth";
import { CHECK_EVERY_MS, checkBridge, reconcile } from "../bridge";
import { purgeRefused } from "../bridge/events";
import { pool } from "../db";
import { AppError } from "../errors";
import { INVITATION_JOB } from "../invitations";
import { deliverInvitation } from "../invitations/deliver";
import { purgeLinks } from "../links";
import { log } from "../log";
import { MAIL_JOB } from "../mail";
import { closePost, deliver } from "../mail/deliver";
import { answerRequest, RECOVERY_JOB } from "../recovery";
import { purgeRoomAliases } from "../rooms";
import { purgeSaml } from "../saml";
import { runDueResets } from "../second-factor";
import { lookUpDomains, refreshMetadata, warnOfCertificates } from "../sso";
import { Second } from "../time";
import { purgeConferences } from "./retention";

/** After a comparison that found something missing, the next one follows this soon, in milliseconds. */
const LOOK_AGAIN_MS = 10 * Second.ms;

/** Asks for a comparison now; one that is waiting already is enough. */
const RECONCILE = { name: "bridge:reconcile", spec: { jobKey: "bridge:reconcile", maxAttempts: 1 } };

/** Background jobs, by name. Each can run twice, or on another worker, without harm. */
const tasks: TaskList = {
  "bridge:reconcile": async (_payload, { addJob }) => {
    try {
      const { repaired } = await reconcile();
      // So that the rosters' warning does not outlast its cause.
      const runAt = new Date(Date.now() + LOOK_AGAIN_MS);
      if (repaired > 0) await addJob(RECONCILE.name, {}, { ...RECONCILE.spec, runAt });
    } catch (error) {
      // The bridge is away: the watch has said so, and asks for a comparison when it is back.
      if (!(error instanceof AppError && error.code === "bridge_unavailable")) throw error;
    }
  },
  "cleanup:expired": async () => {
    const removed = {
      sessions: await purgeSessions(),
      throttle: await purgeThrottle(),
      pendingSignIns: await purgePending(),
      knownDevices: await purgeDevices(),
      links: await purgeLinks(),
      saml: await purgeSaml(),
      refused: await purgeRefused(),
      conferences: await purgeConferences(),
      roomAliases: await purgeRoomAliases(),
    };
    log.info(removed, "cleanup.done");
  },
  [MAIL_JOB]: (payload) => deliver(payload),
  [INVITATION_JOB]: (payload) => deliverInvitation(payload),
  "sso:upkeep": async () => {
    await refreshMetadata();
    await warnOfCertificates();
    await lookUpDomains();
  },
  [RECOVERY_JOB]: answerRequest,
  "factor:reset": async () => {
    await runDueResets();
  },
  // In the log, which goes where a database's administrator cannot rewrite it.
  "audit:anchor": async () => {
    log.info({ ...(await auditHead()) }, "audit.anchored");
  },
};

/** When jobs run by themselves, in UTC (crontab form). */
const crontab = [
  "* * * * * bridge:reconcile ?jobKey=bridge:reconcile&max=1",
  "17 * * * * cleanup:expired",
  "47 * * * * audit:anchor",
  "* * * * * factor:reset ?jobKey=factor:reset&max=1",
  "27 5 * * * sso:upkeep",
].join("\n");

const levels: Record<LogLevel | string, "error" | "warn" | "debug"> = { error: "error", warning: "warn" };

/** The queue's own words name jobs and tasks; what a job failed of is in the error's facts. */
const logger = new Logger((scope) => (level, _message, meta) => {
  const error = meta && "error" in meta ? meta.error : undefined;
  log[levels[level] ?? "debug"](
    { task: scope.taskIdentifier, jobId: scope.jobId, err: error },
    "queue.reported",
  );
});

/** Creates or updates the queue's own tables. Part of every deployment, after the portal's migrations. */
export const migrateQueue = (connectionString: string): Promise<void> =>
  runMigrations({ connectionString, logger });

/** Runs jobs until `stop` is called, and watches over the bridge. */
export async function startWorker(): Promise<{ stop(): Promise<void> }> {
  const runner: Runner = await run({
    pgPool: pool(),
    taskList: tasks,
    crontab,
    concurrency: 4,
    noHandleSignals: true,
    logger,
  });
  const askForComparison = () => runner.addJob(RECONCILE.name, {}, RECONCILE.spec);
  const watch = async () => {
    try {
      if ((await checkBridge()).cameBack) await askForComparison();
    } catch (error) {
      log.warn({ err: error }, "bridge.check_failed");
    }
  };
  await askForComparison();
  const timer = setInterval(watch, CHECK_EVERY_MS);
  await watch();
  return {
    async stop() {
      clearInterval(timer);
      await runner.stop();
      closePost();
    },
  };
}
