import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort, type Postgres, startPostgres } from "./postgres";
import { runScript, type Service, startService, untilUp } from "./processes";
import { addresses, newSecrets } from "./settings";

/** A whole service on this machine, with a database of its own that goes when it stops. */
export type Stack = {
  env: Record<string, string>;
  postgres: Postgres;
  /** Folder of the database, to start it again after a stop. */
  postgresDirectory: string;
  /** Where the processes' logs are, one file each. */
  logDirectory: string;
  startPortal(port?: number): Promise<Service>;
  start(name: string, script: string, env?: Record<string, string>): Service;
  stop(): Promise<void>;
};

/** Starts PostgreSQL with a migrated, empty database; the other processes are started as a test needs them. */
export async function prepareStack(options: { flags?: string[]; logLevel?: string } = {}): Promise<Stack> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "mypages-stack-"));
  fs.chmodSync(home, 0o711); // the database server's account passes through
  const postgresDirectory = path.join(home, "postgres");
  const postgres = await startPostgres({ directory: postgresDirectory, flags: options.flags });
  const env: Record<string, string> = {
    NODE_ENV: "production",
    LOG_LEVEL: options.logLevel ?? "warn",
    ...newSecrets(),
    ...addresses({ portal: await freePort(), bridge: await freePort(), mail: await freePort() }),
    MAIL_CATCHER_DIRECTORY: path.join(home, "mail"),
    DATABASE_URL: postgres.url("mypages"),
    // Nothing answers there, unless a test starts a server of its own.
    DNS_SERVERS: `127.0.0.1:${await freePort()}`,
  };
  await runScript("scripts/db-deploy.ts", [], env);

  const services: Service[] = [];
  const start = (name: string, script: string, more: Record<string, string> = {}) => {
    const service = startService(name, script, {
      env: { ...env, ...more },
      logDirectory: path.join(home, "logs"),
    });
    services.push(service);
    return service;
  };
  return {
    env,
    postgres,
    postgresDirectory,
    logDirectory: path.join(home, "logs"),
    start,
    async startPortal(port = Number(env.PORT)) {
      const portal = start(`portal-${port}`, "scripts/portal.ts", {
        PORT: String(port),
        PUBLIC_URL: `http://localhost:${port}`,
      });
      await untilUp(portal, `http://127.0.0.1:${port}/api/ready`);
      return portal;
    },
    async stop() {
      await Promise.all(services.map((service) => service.stop()));
      await postgres.stop();
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The demo bridge of a stack, when it answers. */
export async function startDemoBridge(stack: Stack): Promise<Service> {
  const bridge = stack.start("demo-bridge", "scripts/demo-bridge.ts");
  const { BRIDGE_MANAGEMENT_URL = "" } = stack.env;
  await untilUp(bridge, `${BRIDGE_MANAGEMENT_URL}/api/client/v2/status`);
  return bridge;
}
