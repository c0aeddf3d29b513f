// The portal's process: `npm start` (built) or `npm run dev`.
import next from "next";
import { closeDb } from "../lib/db";
import { env } from "../lib/env";
import { log } from "../lib/log";
import { portalServer } from "../lib/portal-server";

const dev = process.argv.includes("--dev");
const { HOST, PORT, PUBLIC_URL } = env();
process.env.NEXTAUTH_URL = PUBLIC_URL; // next-auth reads its address from here and nowhere else
process.env.NEXT_TELEMETRY_DISABLED = "1";

const app = next({ dev, hostname: HOST, port: PORT });
await app.prepare();
const portal = portalServer(app.getRequestHandler());
await portal.start();
log.info({ url: PUBLIC_URL }, "portal.started");

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await portal.stop();
    await closeDb().catch(() => {});
    log.info("portal.stopped");
    process.exit(0);
  });
}
