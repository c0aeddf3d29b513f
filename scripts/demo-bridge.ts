import pino from "pino";
import { z } from "zod";
import { type DemoBridgeOptions, startDemoBridge } from "../lib/demo-bridge";

const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one !== ""),
  );

const optionalUrl = z.union([z.literal(""), z.url()]).default("");

/** The environment of the demo bridge; every address and secret is the portal's counterpart. */
const environment = z.object({
  DEMO_BRIDGE_PORT: z.coerce.number().int().min(0).max(65_535).default(8420),
  DEMO_BRIDGE_HOST: z.string().min(1).default("127.0.0.1"),
  DEMO_BRIDGE_NODES: list,
  DEMO_BRIDGE_CORS: list,
  DEMO_BRIDGE_SCENARIO: z.enum(["", "lively"]).default(""),
  DEMO_BRIDGE_ROOMS: list,
  BRIDGE_POLICY_URL: optionalUrl,
  BRIDGE_EVENT_SINK_URL: optionalUrl,
  BRIDGE_POLICY_USERNAME: z.string().default(""),
  BRIDGE_POLICY_PASSWORD: z.string().default(""),
  BRIDGE_EVENTS_USERNAME: z.string().default(""),
  BRIDGE_EVENTS_PASSWORD: z.string().default(""),
  BRIDGE_MANAGEMENT_USERNAME: z.string().min(1),
  BRIDGE_MANAGEMENT_PASSWORD: z.string().min(1),
});

/** Rooms of the demo organizations; the first always has a meeting. */
const defaultRooms = ["host.acme", "user.acme", "board.acme", "host.globex", "admin.initech"];

type Environment = z.output<typeof environment>;

function optionsFrom(env: Environment): DemoBridgeOptions {
  const policy = { username: env.BRIDGE_POLICY_USERNAME, password: env.BRIDGE_POLICY_PASSWORD };
  const events = { username: env.BRIDGE_EVENTS_USERNAME, password: env.BRIDGE_EVENTS_PASSWORD };
  return {
    host: env.DEMO_BRIDGE_HOST,
    port: env.DEMO_BRIDGE_PORT,
    nodes: env.DEMO_BRIDGE_NODES,
    policy: env.BRIDGE_POLICY_URL ? { url: env.BRIDGE_POLICY_URL, ...policy } : null,
    eventSink: env.BRIDGE_EVENT_SINK_URL ? { url: env.BRIDGE_EVENT_SINK_URL, ...events, bulk: true } : null,
    management: { username: env.BRIDGE_MANAGEMENT_USERNAME, password: env.BRIDGE_MANAGEMENT_PASSWORD },
    corsOrigins:
      env.DEMO_BRIDGE_CORS.length === 0 || env.DEMO_BRIDGE_CORS.includes("*") ? "*" : env.DEMO_BRIDGE_CORS,
    logger: pino({ name: "demo-bridge", level: "info" }, pino.destination(2)),
  };
}

async function main(): Promise<void> {
  const parsed = environment.safeParse(process.env);
  if (!parsed.success) {
    console.error(`demo bridge: ${z.prettifyError(parsed.error)}`);
    process.exit(1);
  }
  const bridge = await startDemoBridge(optionsFrom(parsed.data));
  console.log(`demo bridge listening on ${bridge.url}`);
  const { DEMO_BRIDGE_SCENARIO, DEMO_BRIDGE_ROOMS } = parsed.data;
  if (DEMO_BRIDGE_SCENARIO === "lively") {
    bridge.startLively({ rooms: DEMO_BRIDGE_ROOMS.length > 0 ? DEMO_BRIDGE_ROOMS : defaultRooms });
  }

  const stop = () => {
    // A second signal ends the process at once.
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.removeListener(signal, stop);
    bridge.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

await main();
