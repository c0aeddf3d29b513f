import { hasCredentials } from "@/lib/crypto";
import { env } from "@/lib/env";
import { registry } from "@/lib/metrics";

export const dynamic = "force-dynamic";

/** Figures for Prometheus, behind credentials of their own; without configured credentials there is nothing here. */
export async function GET(request: Request): Promise<Response> {
  const { METRICS_USERNAME, METRICS_PASSWORD } = env();
  if (!METRICS_USERNAME || !METRICS_PASSWORD) return new Response(null, { status: 404 });
  if (!hasCredentials(request.headers.get("authorization"), METRICS_USERNAME, METRICS_PASSWORD)) {
    const headers = { "www-authenticate": 'Basic realm="metrics"', "cache-control": "no-store" };
    return Response.json({ code: "unauthenticated" }, { status: 401, headers });
  }
  return new Response(await registry().metrics(), { headers: { "content-type": registry().contentType } });
}
