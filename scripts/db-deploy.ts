// Brings a database to the state that this version needs: the portal's migrations, the queue's, and the service's own legal texts. Safe to repeat.
import { env } from "node:process";
import { migrateQueue } from "../lib/jobs";
import { publishDefaultTexts } from "../lib/legal/publish";
import { runScript } from "./processes";

const { DATABASE_URL } = env;
if (!DATABASE_URL) throw new Error("DATABASE_URL is not set");
await runScript("scripts/prisma.mjs", ["migrate", "deploy"], { DATABASE_URL });
await migrateQueue(DATABASE_URL);
await publishDefaultTexts(DATABASE_URL);
