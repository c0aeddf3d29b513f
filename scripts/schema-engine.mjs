#!/usr/bin/env node
import { randomUUID } from "node:crypto";
// scripts/schema-engine.mjs (chmod +x)
// Speaks the Prisma schema engine's JSON-RPC over stdio, using the WASM build and adapter-pg. No download.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

const dir = path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
const argv = process.argv.slice(2),
  models = [];
let ds = {},
  cli = null;
for (let i = 0; i < argv.length; i++) {
  if (argv[i] === "--datamodels") models.push(argv[++i]);
  else if (argv[i] === "--datasource") ds = JSON.parse(argv[++i]);
  else if (argv[i] === "--enabled-preview-features" || argv[i] === "--extension-types") i++;
  else if (argv[i] === "cli") cli = argv[++i];
  else if (argv[i] === "--version") {
    console.log(
      "schema-engine-cli " +
        JSON.parse(fs.readFileSync(path.join(dir, "package.json"), "utf8"))
          .version.split(/[.-]/)
          .pop(),
    );
    process.exit(0);
  }
}
const url = ds.url ?? process.env.DATABASE_URL,
  u = new URL(url),
  dec = decodeURIComponent;
// discrete fields: pg lets connectionString win over the `database` a shadow connection sets
const cfg = {
  host: u.hostname,
  port: +u.port || 5432,
  user: dec(u.username),
  password: dec(u.password) || undefined,
  database: dec(u.pathname.slice(1)),
};
if (cli) {
  // can-connect-to-database | create-database | drop-database
  const c = new pg.Client(cli === "can-connect-to-database" ? cfg : { ...cfg, database: "postgres" }),
    name = c.escapeIdentifier(cfg.database);
  try {
    await c.connect();
    if (cli === "create-database") await c.query(`CREATE DATABASE ${name}`);
    if (cli === "drop-database") await c.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await c.end();
    process.exit(0);
  } catch (e) {
    const code = { "3D000": "P1003", ECONNREFUSED: "P1001", "28P01": "P1000" }[e.code] ?? "P1017"; // the CLI skips stderr's first line
    console.error(
      "\n" +
        JSON.stringify({
          level: "ERROR",
          target: "schema_engine::logger",
          fields: { error_code: code, message: e.message },
        }),
    );
    process.exit(1);
  }
}
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (m) => process.stderr.write(`${m}\n`) };
const glue = await import(pathToFileURL(path.join(dir, "schema_engine_bg.js")).href);
const { exports } = new WebAssembly.Instance(
  new WebAssembly.Module(fs.readFileSync(path.join(dir, "schema_engine_bg.wasm"))),
  { "./schema_engine_bg.js": glue },
);
glue.__wbg_set_wasm(exports);
exports.__wbindgen_start();
function fix(a) {
  const io = a.performIO.bind(a),
    raw = a.queryRaw.bind(a),
    tx = a.startTransaction?.bind(a);
  let chars = [];
  // catalogue columns of type "char" (oid 18) are unknown to adapter-pg: present them as Character
  a.performIO = async (q) => {
    const r = await io(q);
    chars = [];
    r.fields?.forEach((f, i) => {
      if (f.dataTypeID === 18) {
        f.dataTypeID = 1042;
        chars.push(i);
      }
    });
    return r;
  };
  a.queryRaw = async (q) => {
    const r = await raw(q);
    for (const i of chars) r.columnTypes[i] = ColumnTypeEnum.Character;
    return r;
  };
  // adapter-pg splits scripts at every ';' (breaks $$ bodies, not atomic): send the script whole
  a.executeScript = async (sql) => {
    try {
      await a.client.query(sql);
    } catch (e) {
      a.onError(e);
    }
  };
  if (tx) a.startTransaction = async (l) => fix(await tx(l));
  return a;
}
class Pg extends PrismaPg {
  async connect() {
    return fix(await super.connect());
  }
  async connectToShadowDb() {
    // the adapter drops the database before it closes its own pool
    const db = `prisma_migrate_shadow_db_${randomUUID()}`,
      admin = await super.connect();
    await admin.executeScript(`CREATE DATABASE "${db}"`);
    const a = fix(await new PrismaPg({ ...cfg, database: db }).connect()),
      end = a.dispose.bind(a);
    a.dispose = async () => {
      await end();
      await admin.executeScript(`DROP DATABASE IF EXISTS "${db}" WITH (FORCE)`);
      await admin.dispose();
    };
    return a;
  }
}
const factory = bindMigrationAwareSqlAdapterFactory(new Pg(cfg)),
  send = (m) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...m })}\n`);
let engine,
  chain = Promise.resolve();
async function call({ id, method, params }) {
  try {
    engine ??= await glue.SchemaEngine.new(
      {
        datamodels: models.length
          ? models.map((f) => [path.resolve(f), fs.readFileSync(f, "utf8")])
          : undefined,
      },
      (l) => process.stderr.write(`${l}\n`),
      factory,
    );
    const r = (await engine[method === "getDatabaseVersion" ? "version" : method](params)) ?? {};
    if (method === "diff" && r.stdout != null)
      send({ id: 900000 + id, method: "print", params: { content: r.stdout } });
    send({ id, result: r });
  } catch (e) {
    send({
      id,
      error: {
        code: 4466,
        message: "An error happened.",
        data: { is_panic: false, message: e?.message ?? String(e), error_code: e?.code },
      },
    });
  }
}
readline
  .createInterface({ input: process.stdin })
  .on("line", (l) => {
    const m = JSON.parse(l);
    if (m.method) chain = chain.then(() => call(m));
  })
  .on("close", () => chain.then(() => process.exit(0)));
