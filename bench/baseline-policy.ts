// The least that answers the bridge's question about a call: the portal's own query, and a JSON object of what it finds.
import { env } from "node:process";
import pg from "pg";
import { admit, startBaselineServer } from "./baseline-server";

const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 10 });

// As in lib/bridge/policy/calls.ts.
const text = `SELECT r."id", r."alias", r."name", r."description", r."hostPinSealed", r."guestPinSealed",
    u."state" AS "ownerState", o."mediaLocation",
    EXISTS (
      SELECT 1 FROM "User" h LEFT JOIN "Device" d ON d."userId" = h."id" AND d."alias" = $2
      WHERE (h."id" = r."ownerId" OR h."id" IN (SELECT c."userId" FROM "RoomCoHost" c WHERE c."roomId" = r."id"))
        AND h."state" = 'ACTIVE' AND h."organizationId" = r."organizationId"
        AND (h."videoAddress" = $2 OR d."id" IS NOT NULL)
    ) AS "callerIsHost"
  FROM "RoomAlias" a JOIN "Room" r ON r."id" = a."roomId"
  JOIN "User" u ON u."id" = r."ownerId" JOIN "Organization" o ON o."id" = r."organizationId"
  WHERE a."alias" = $1`;

const bare = (address: string | null) => (address ?? "").replace(/^sip:/, "");

startBaselineServer(async (request, response) => {
  if (!admit(request, response, env.BRIDGE_POLICY_USERNAME, env.BRIDGE_POLICY_PASSWORD)) return;
  const { searchParams } = new URL(request.url ?? "/", "http://localhost");
  const values = [bare(searchParams.get("local_alias")), bare(searchParams.get("remote_alias"))];
  const { rows } = await pool.query({ name: "room_for_call", text, values });
  const [room] = rows;
  response.writeHead(200, { "content-type": "application/json" });
  response.end(
    JSON.stringify({
      status: "success",
      action: "continue",
      result: {
        service_type: "conference",
        name: room.alias,
        service_tag: `room:${room.id}`,
        description: room.name,
        allow_guests: true,
        pin: room.hostPinSealed,
        guest_pin: room.guestPinSealed,
      },
    }),
  );
});
