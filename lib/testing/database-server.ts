import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startPostgres } from "../../scripts/postgres";
import { runScript } from "../../scripts/processes";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the test server's maintenance database, and the name of the migrated template. */
    serverUrl: string;
    template: string;
  }
}

const template = `mypages_template_${process.pid}`;

/** One PostgreSQL for all database tests, with a migrated template: DATABASE_URL names it, or one is started. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const own = process.env.DATABASE_URL;
  const directory = own ? null : fs.mkdtempSync(path.join(os.tmpdir(), "mypages-test-"));
  if (directory) fs.chmodSync(directory, 0o711); // the server's account passes through
  const flags = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];
  const server = directory
    ? await startPostgres({
        directory: path.join(directory, "data"),
        flags: flags.flatMap((flag) => ["-c", flag]),
      })
    : null;
  const serverUrl = own ?? server?.url("postgres") ?? "";

  const admin = new pg.Client(serverUrl);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${template}`);
  await runScript("scripts/db-deploy.ts", [], { DATABASE_URL: databaseUrl(serverUrl, template) });
  project.provide("serverUrl", serverUrl);
  project.provide("template", template);
  return async () => {
    await admin.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await admin.end();
    await server?.stop();
    if (directory) fs.rmSync(directory, { recursive: true, force: true });
  };
}

/** The address of another database on the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
