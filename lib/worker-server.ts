import http from "node:http";
import { hasCredentials } from "./crypto";
import { env } from "./env";
import { registry } from "./metrics";

/** Shows the worker's own figures for Prometheus, behind the portal's credentials for them. @returns null when not asked for */
export async function serveWorkerFigures(): Promise<http.Server | null> {
  const { WORKER_METRICS_PORT, HOST, METRICS_USERNAME, METRICS_PASSWORD } = env();
  if (!WORKER_METRICS_PORT || !METRICS_USERNAME || !METRICS_PASSWORD) return null;
  const server = http.createServer(async (request, response) => {
    const isAllowed = hasCredentials(
      request.headers.authorization ?? null,
      METRICS_USERNAME,
      METRICS_PASSWORD,
    );
    if (!isAllowed) response.writeHead(401, { "www-authenticate": 'Basic realm="metrics"' }).end();
    else response.setHeader("content-type", registry().contentType).end(await registry().metrics());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(WORKER_METRICS_PORT, HOST, resolve);
  });
  return server;
}
