// `npm test`: lint, types, unit and database tests, browser tests. Stops at the first that fails, and counts.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { root } from "./processes";

const require = createRequire(import.meta.url);
const results = path.join(root, ".mypages", "test");
fs.mkdirSync(results, { recursive: true });
const [vitestReport, playwrightReport] = [
  path.join(results, "vitest.json"),
  path.join(results, "playwright.json"),
];

/** A package's command-line program, as npm would find it. */
function program(packageName: string, name = packageName): string {
  const manifest = require.resolve(`${packageName}/package.json`);
  const { bin } = JSON.parse(fs.readFileSync(manifest, "utf8")) as { bin: string | Record<string, string> };
  return path.join(path.dirname(manifest), typeof bin === "string" ? bin : (bin[name] ?? ""));
}

const steps: [string, string[], Record<string, string>?][] = [
  ["Lint", [program("@biomejs/biome", "biome"), "ci", "."]],
  ["Route types", [program("next"), "typegen"]],
  ["Types", [program("typescript", "tsc"), "--noEmit"]],
  [
    "Unit and database tests",
    [
      path.join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${vitestReport}`,
    ],
  ],
  [
    "Browser tests",
    ["--import", "tsx", "scripts/e2e.ts", "--reporter=list,json"],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
  ],
];

type Counts = { passed: number; failed: number };

function counts(): Counts {
  const read = (file: string) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {});
  const unit = read(vitestReport);
  const browser = read(playwrightReport).stats ?? {};
  return {
    passed: (unit.numPassedTests ?? 0) + (browser.expected ?? 0),
    failed: (unit.numFailedTests ?? 0) + (browser.unexpected ?? 0) + (browser.flaky ?? 0),
  };
}

for (const file of [vitestReport, playwrightReport]) fs.rmSync(file, { force: true });
let status = 0;
for (const [name, args, more] of steps) {
  process.stdout.write(`\n── ${name}\n`);
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...more };
  status = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env }).status ?? 1;
  if (status !== 0) break;
}
const { passed, failed } = counts();
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(status);
