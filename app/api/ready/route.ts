import { bridgeState } from "@/lib/bridge";

export const dynamic = "force-dynamic";

/**
 * Whether this instance can do its work. Without the database it cannot: 503, and a load balancer looks elsewhere. The
 * bridge being away is told, but is no reason to take the portal away as well.
 */
export async function GET(): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    const bridge = await bridgeState();
    return Response.json({ database: "ok", bridge: bridge.ok ? "ok" : bridge.why }, { headers });
  } catch {
    return Response.json({ database: "away", bridge: "unknown" }, { status: 503, headers });
  }
}
