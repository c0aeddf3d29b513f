#!/usr/bin/env node
// The production build: the Prisma client, then Next. `npm run build`.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const steps = [
  ["scripts/prisma.mjs", "generate"],
  [require.resolve("next/dist/bin/next"), "build"],
];
for (const step of steps) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
  const { status } = spawnSync(process.execPath, step, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
