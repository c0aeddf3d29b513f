// `npm run e2e`: the whole service in processes of its own, a real browser, and people doing their work.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { findChromium } from "./chromium";
import { freePort } from "./postgres";
import { root, runScript } from "./processes";
import { prepareStack, startDemoBridge } from "./stack";

const CHROMIUM_PATH = findChromium();
if (process.env.E2E_REUSE_BUILD !== "1" || !fs.existsSync(path.join(root, ".next/BUILD_ID"))) {
  process.stdout.write("Building the portal …\n");
  await runScript("scripts/build.mjs", []);
}

const flags = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"].flatMap((flag) => ["-c", flag]);
const stack = await prepareStack({ flags, logLevel: "debug" });
let code = 1;

/** What the browser tests type, hold and name, and no log may hold: passwords, PINs, cookies, addresses, names. */
const SECRETS = [
  "correct horse battery",
  "482913",
  "739164",
  "session-token=",
  "@mail.example",
  "Hana",
  "Gil Guest",
  "gravel lantern",
  "Nia Newcomer",
  // Names at the identity provider, and its messages: "<samlp:" in base64, and inflated.
  "name-of-hana",
  "PHNhbWxwO",
  "<samlp:",
  // Links in mails.
  "?token=",
];

/** Ids of ours: random digits, among which any PIN comes up some day. */
const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** Log lines with a secret or personal data in them: a failed run. */
function leaks(): string[] {
  const files = fs.readdirSync(stack.logDirectory).filter((file) => /^(portal|worker)/.test(file));
  const lines = files.flatMap((file) =>
    fs.readFileSync(path.join(stack.logDirectory, file), "utf8").split("\n"),
  );
  process.stdout.write(`Looked for secrets in ${lines.length} lines of the log\n`);
  return lines.filter((line) => {
    const text = line.replace(UUID, "");
    return SECRETS.some((secret) => text.includes(secret));
  });
}
try {
  await stack.startPortal();
  const second = await freePort();
  await stack.startPortal(second);
  await startDemoBridge(stack);
  fs.mkdirSync(stack.env.MAIL_CATCHER_DIRECTORY ?? "", { recursive: true });
  stack.start("mail-catcher", "scripts/mail-catcher.ts");
  stack.start("worker", "scripts/worker.ts");
  const cli = path.join(
    path.dirname(createRequire(import.meta.url).resolve("playwright/package.json")),
    "cli.js",
  );
  const child = spawn(process.execPath, [cli, "test", ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...stack.env, CHROMIUM_PATH, SECOND_PORTAL_URL: `http://localhost:${second}` },
  });
  code = await new Promise<number>((resolve) => child.on("exit", (status) => resolve(status ?? 1)));
  const leaked = leaks();
  if (leaked.length > 0) {
    process.stdout.write(`The log holds what it must not:\n${leaked.slice(0, 5).join("\n")}\n`);
    code ||= 1;
  }
} finally {
  await stack.stop();
}
process.exit(code);
