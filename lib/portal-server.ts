import { randomUUID } from "node:crypto";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { answerSignIn, SIGN_IN_PATH } from "./auth";
import { answerBridge, isBridgeDoor } from "./bridge/door";
import { env } from "./env";
import { Hub } from "./live/hub";
import { openStream, streamAlias } from "./live/stream";
import { log } from "./log";
import { requestSeconds } from "./metrics";
import { requestContext } from "./request-context";
import { acsSlug, answerAcs } from "./saml";
import { Second } from "./time";
import { unavailablePage } from "./unavailable-page";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Open streams and requests under way get this long to end before connections are cut, in milliseconds. */
const SHUTDOWN_MS = 5 * Second.ms;

/** Answered whatever state the database is in. */
const WORKS_WITHOUT_DATABASE = /^\/(_next\/static\/|brand\/|api\/health$|api\/ready$|api\/metrics$|favicon)/;

/**
 * The portal's HTTP server: Next behind a short list of duties that concern every answer. It names the caller's address
 * and the request, sets the security headers, serves live streams, and says 503 while the database is away.
 */
export function portalServer(next: Handler): {
  server: http.Server;
  start(): Promise<void>;
  stop(): Promise<void>;
} {
  const hub = new Hub();
  const server = http.createServer((request, response) => {
    const requestId = randomUUID();
    // Never the caller's own: these headers are believed further in.
    request.headers["x-request-id"] = requestId;
    request.headers["x-real-ip"] = callerAddress(request);
    response.setHeader("x-request-id", requestId);
    for (const [name, value] of securityHeaders()) response.setHeader(name, value);
    void requestContext.run({ requestId }, () =>
      answer(request, response).catch((error) => {
        log.error({ err: error }, "request.failed");
        if (!response.headersSent) response.writeHead(500);
        response.end();
      }),
    );
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const alias = streamAlias(request.url ?? "");
    if (alias === null) timeAnswer(request, response, path);
    // An address that is not UTF-8 is nobody's page, and nothing behind here would say so more politely.
    if (!isReadable(path)) {
      response.writeHead(400, { "content-type": "text/plain; charset=utf-8" }).end("Bad request\n");
      return;
    }
    const elsewhere = canonicalAddress(request);
    if (elsewhere) {
      response.writeHead(307, { location: elsewhere }).end();
      return;
    }
    const isAway = () => hub.databaseDownSince !== null;
    if (isAway() && !WORKS_WITHOUT_DATABASE.test(path)) return unavailable(request, response);
    if (alias !== null) return openStream(hub, request, response, alias);
    if (isBridgeDoor(path)) return answerBridge(request, response);
    if (path === SIGN_IN_PATH) return answerSignIn(request, response);
    const acs = acsSlug(path);
    if (acs !== null) return answerAcs(request, response, acs);
    turnInto503(response, isAway);
    return next(request, response);
  }

  return {
    server,
    async start() {
      await hub.start();
      const { HOST, PORT } = env();
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(PORT, HOST, resolve);
      });
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await hub.stop();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), SHUTDOWN_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** The caller's address: the connection's, or what the outermost of our own proxies saw. */
export function callerAddress(request: IncomingMessage, hops = env().TRUSTED_PROXY_HOPS): string {
  const direct = request.socket.remoteAddress ?? "unknown";
  if (hops === 0) return direct;
  const forwarded = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((part) => part.trim());
  return forwarded.at(-hops) || direct;
}

function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}

/**
 * Where a person who typed another name of this machine belongs, or null. Links, cookies and the origin check all rest on
 * the one public address. Machines are let be: a load balancer asks by number.
 */
export function canonicalAddress(request: IncomingMessage, publicUrl = env().PUBLIC_URL): string | null {
  const isPage = request.method === "GET" && (request.headers.accept ?? "").includes("text/html");
  if (!isPage || request.headers.host === new URL(publicUrl).host) return null;
  // A path that begins with two slashes would name another host.
  return publicUrl + (request.url ?? "/").replace(/^[/\\]+/, "/");
}

/** A function that is asked often and always answers the same. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Headers of every answer, errors and files included (OWASP ASVS 5.0, 3.4). Pages add their content security policy. */
const securityHeaders = once((): [string, string][] => {
  const headers: [string, string][] = [
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
    ["referrer-policy", "same-origin"],
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    ["permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"],
  ];
  if (env().PUBLIC_URL.startsWith("https:"))
    headers.push(["strict-transport-security", "max-age=63072000; includeSubDomains"]);
  return headers;
});

/** One log line and one measurement for each answer. The path is not logged: it can name people and rooms. */
function timeAnswer(request: IncomingMessage, response: ServerResponse, path: string): void {
  const startedAt = performance.now();
  response.on("finish", () => {
    const durationMs = performance.now() - startedAt;
    const status = response.statusCode;
    requestSeconds.observe({ method: request.method ?? "", status: String(status) }, durationMs / 1000);
    const level = status >= 500 ? "error" : "debug";
    const area = path.split("/").slice(1, 3).join("/").slice(0, 40);
    log[level](
      {
        method: request.method,
        area,
        status,
        durationMs: Math.round(durationMs),
      },
      "request.answered",
    );
  });
}

function unavailable(request: IncomingMessage, response: ServerResponse): void {
  const wantsPage = (request.headers.accept ?? "").includes("text/html");
  response.writeHead(503, {
    "retry-after": "5",
    "cache-control": "no-store",
    "content-type": wantsPage ? "text/html; charset=utf-8" : "application/json",
    ...(wantsPage && {
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    }),
  });
  response.end(
    wantsPage
      ? unavailablePage(request.headers["accept-language"] ?? "")
      : JSON.stringify({ code: "unavailable" }),
  );
}

/** A request that fell while the database went away is told so: not an error of ours, and worth trying again. */
function turnInto503(response: ServerResponse, isAway: () => boolean): void {
  const writeHead = response.writeHead;
  response.writeHead = function (this: ServerResponse, ...parts: unknown[]) {
    if (isAway() && (parts[0] === 500 || response.statusCode === 500)) {
      response.statusCode = 503;
      if (typeof parts[0] === "number") parts[0] = 503;
      response.setHeader("retry-after", "5");
    }
    return Reflect.apply(writeHead, this, parts);
  } as typeof response.writeHead;
}
