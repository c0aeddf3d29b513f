// The least that carries an event to the browsers that watch: one statement, one notification, one read, one write each.
import type { ServerResponse } from "node:http";
import { env } from "node:process";
import pg from "pg";
import { admit, readJson, startBaselineServer } from "./baseline-server";
import { participantRow } from "./participant-row";

const CHANNEL = "baseline_roster";
/** Made by the benchmark, like "Participant" in all but its foreign key. */
const TABLE = `"BaselineParticipant"`;

const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 10 });
const listener = new pg.Client(env.DATABASE_URL);
const streams = new Map<string, Set<ServerResponse>>();

const columns = Object.keys(participantRow({}));
const names = columns.map((column) => `"${column}"`).join(", ");
const save = `WITH saved AS (
    INSERT INTO ${TABLE} (${names}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(", ")})
    ON CONFLICT ("id") DO UPDATE SET (${names}) = (${columns.map((column) => `EXCLUDED."${column}"`).join(", ")})
    RETURNING "id"
  ) SELECT pg_notify('${CHANNEL}', "id") FROM saved`;
const read = `SELECT "id", "conferenceId", "conversationId", "displayName", "sourceAlias", "destinationAlias", "protocol",
    "callDirection", "role", "serviceType", "encryption", "callTag", "remoteAddress", "hasMedia", "isMuted" AS "muted",
    "isPresenting", "isStreaming", "connectedAt", "leftAt"
  FROM ${TABLE} WHERE "id" = $1`;

listener.on("notification", async ({ payload }) => {
  const { rows } = await pool.query({ name: "read", text: read, values: [payload] });
  const frame = `event: changes\ndata: ${JSON.stringify({ legs: rows })}\n\n`;
  for (const stream of streams.get(rows[0]?.conferenceId) ?? []) stream.write(frame);
});
await listener.connect();
await listener.query(`LISTEN ${CHANNEL}`);

startBaselineServer(async (request, response) => {
  if (request.method === "GET") {
    const room = request.url?.split("/").at(-1) ?? "";
    const watching = streams.get(room) ?? new Set();
    streams.set(room, watching.add(response));
    response.on("close", () => watching.delete(response));
    response.writeHead(200, { "content-type": "text/event-stream" }).write("retry: 2000\n\n");
    return;
  }
  if (!admit(request, response, env.BRIDGE_EVENTS_USERNAME, env.BRIDGE_EVENTS_PASSWORD)) return;
  const { data } = (await readJson(request)) as { data: Record<string, unknown> };
  await pool.query({ name: "save", text: save, values: Object.values(participantRow(data)) });
  response.writeHead(204).end();
});
