#!/usr/bin/env node
// Every Prisma command of this project goes through here: it hands Prisma the schema engine of
// schema-engine.mjs, so that no native engine has to be downloaded. `node scripts/prisma.mjs migrate deploy`.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");

// On Windows a script cannot stand in for the engine binary: there Prisma uses its own.
const engine =
  process.platform === "win32" ? {} : { PRISMA_SCHEMA_ENGINE_BINARY: path.join(here, "schema-engine.mjs") };
const child = spawn(process.execPath, [prisma, ...process.argv.slice(2)], {
  stdio: "inherit",
  cwd: path.dirname(here),
  env: { ...engine, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1", ...process.env },
});
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
