// `npm run demo`: everything on this machine, from nothing. PostgreSQL, the portal, the worker and the demo bridge.
import fs from "node:fs";
import path from "node:path";
import { closeDb } from "../lib/db";
import { demoPeople, demoRooms, seedDemo } from "../prisma/demo-seed";
import { freePort, reachableDirectory, startPostgres } from "./postgres";
import { root, runScript, type Service, startService, untilUp } from "./processes";
import { addresses, demoSecrets } from "./settings";

const home = path.join(root, ".mypages");
const mailbox = path.join(home, "mail");
const say = (text: string) => process.stdout.write(`${text}\n`);

/** The newest change below some files and folders, in milliseconds since 1970. */
function newestChange(names: string[]): number {
  const times = names.flatMap((name) => {
    const full = path.join(root, name);
    if (!fs.existsSync(full)) return [];
    const stat = fs.statSync(full);
    if (!stat.isDirectory()) return [stat.mtimeMs];
    return fs
      .readdirSync(full, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => fs.statSync(path.join(entry.parentPath, entry.name)).mtimeMs);
  });
  return Math.max(0, ...times);
}

async function buildIfNeeded(): Promise<void> {
  const built = newestChange([".next/BUILD_ID"]);
  const sources = ["app", "components", "lib", "public", "proxy.ts", "next.config.js", "package-lock.json"];
  if (built > newestChange(sources)) return;
  say("Building the portal …");
  await runScript("scripts/build.mjs", []);
}

const { DEMO_PASSWORD, DEMO_TOTP_SEED, ...secrets } = demoSecrets(path.join(home, "demo.json"));
const port = Number(process.env.PORT ?? 3000);
const own = process.env.DATABASE_URL;
if (!own) say("Starting PostgreSQL …");
const postgres = own
  ? null
  : await startPostgres({ directory: reachableDirectory(path.join(home, "postgres")) });
const env: Record<string, string> = {
  NODE_ENV: "production",
  LOG_LEVEL: "info",
  ...secrets,
  ...addresses({ portal: port, bridge: await freePort(), mail: await freePort() }),
  MAIL_CATCHER_DIRECTORY: mailbox,
  DATABASE_URL: own ?? postgres?.url("mypages") ?? "",
  DEMO_BRIDGE_SCENARIO: "lively",
  DEMO_BRIDGE_ROOMS: demoRooms.map((room) => room.alias).join(","),
};
Object.assign(process.env, env);

const services: Service[] = [];
let stopping = false;
async function stop(code: number): Promise<never> {
  if (!stopping) {
    stopping = true;
    for (const service of services.reverse()) await service.stop();
    await postgres?.stop();
  }
  process.exit(code);
}
process.on("SIGINT", () => void stop(0));
process.on("SIGTERM", () => void stop(0));

function start(name: string, script: string): Service {
  const service = startService(name, script, { env, logDirectory: path.join(home, "logs") });
  services.push(service);
  service.child.on("exit", () => {
    if (stopping) return;
    say(`The ${name} has stopped; see ${path.relative(root, service.logFile)}`);
    void stop(1);
  });
  return service;
}

try {
  await runScript("scripts/db-deploy.ts", []);
  await seedDemo(DEMO_PASSWORD, DEMO_TOTP_SEED);
  await closeDb();
  await buildIfNeeded();
  const portal = start("portal", "scripts/portal.ts");
  await untilUp(portal, `${env.PUBLIC_URL}/api/ready`);
  start("mail-catcher", "scripts/mail-catcher.ts");
  start("worker", "scripts/worker.ts");
  start("demo-bridge", "scripts/demo-bridge.ts");
  say(`
MyPages is running at  ${env.PUBLIC_URL}

  Sign in with any of these addresses and the password  ${DEMO_PASSWORD}
${demoPeople.map((person) => `    ${person.email.padEnd(26)} ${person.displayName}`).join("\n")}

  Begin as host@acme.example and open the live page of "Acme Host's room".
  Partners, their agent and the operator also need a code. Enter this key in an authenticator app, once for all of
  them:  ${DEMO_TOTP_SEED.match(/.{1,4}/g)?.join(" ")}

  Mails that the portal sends leave this machine for nobody: they are files in .mypages/mail.
  Logs are in .mypages/logs. Stop with Ctrl-C.`);
} catch (error) {
  say((error as Error).message);
  await stop(1);
}
