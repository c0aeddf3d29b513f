import type { IncomingMessage, ServerResponse } from "node:http";
import { findSession, sessionCookieName } from "../auth";
import { AppError, httpStatus } from "../errors";
import { log } from "../log";
import { loadRoom } from "../rooms";
import { Second } from "../time";
import { changesFrame, type Hub, snapshotFrame, sourceFrame } from "./hub";
import { loadChanges, loadSnapshot, sourceState } from "./roster";

/** A reader who leaves this much unread is let go: it comes back and resumes. In bytes. */
const UNREAD_MAX = 512 * 1024;

/** A quiet stream is told to be alive this often, in milliseconds: proxies keep it open, and the page knows it is not cut. */
const HEARTBEAT_MS = 15 * Second.ms;
const BEAT = "event: beat\ndata: {}\n\n";

const PATH = /^\/api\/rooms\/([^/?]+)\/live(?:\?|$)/;

/** The alias that a live stream's address names, or null for any other address. */
export function streamAlias(url: string): string | null {
  const alias = PATH.exec(url)?.[1];
  try {
    return alias === undefined ? null : decodeURIComponent(alias);
  } catch {
    return null;
  }
}

function cookieOf(request: IncomingMessage, name: string): string | null {
  const pairs = (request.headers.cookie ?? "").split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

/**
 * `GET /api/rooms/{alias}/live`: the roster as server-sent events. It is written straight to the connection, not through
 * a route handler, because hundreds of streams stay open at once (docs/decisions/0003-live-streams-beside-next.md).
 */
export async function openStream(
  hub: Hub,
  request: IncomingMessage,
  response: ServerResponse,
  alias: string,
): Promise<void> {
  try {
    if (request.method !== "GET") {
      response.writeHead(405, { allow: "GET" }).end();
      return;
    }
    const token = cookieOf(request, sessionCookieName());
    const session = token === null ? null : await findSession(token);
    if (!session) throw new AppError("unauthenticated");
    const { actor, sessionId } = session.viewer;
    const { row } = await loadRoom(actor, "room.watchLive", alias);
    const { first, version } = await firstFrame(row.id, request.headers["last-event-id"]);
    if (response.destroyed) return;
    follow(hub, response, { roomId: row.id, sessionId, userId: actor.userId, first, version });
  } catch (error) {
    // "Forbidden" and "not found" are one answer here: the stream confirms no room.
    const code = error instanceof AppError ? (error.code === "forbidden" ? "not_found" : error.code) : null;
    if (!code) log.error({ err: error }, "live.stream_failed");
    response.writeHead(code ? httpStatus[code] : 503, {
      "content-type": "application/json",
      "cache-control": "no-store",
    });
    response.end(JSON.stringify({ code: code ?? "unavailable" }));
  }
}

/** Where a browser left off, if that meeting is still on; else everything. */
async function firstFrame(roomId: string, lastEventId: string | string[] | undefined) {
  const since = typeof lastEventId === "string" ? lastEventId : "";
  const changes = since ? await loadChanges(roomId, since) : null;
  if (changes) {
    return { first: changesFrame(changes) + sourceFrame(await sourceState()), version: changes.version };
  }
  const snapshot = await loadSnapshot(roomId);
  return { first: snapshotFrame(snapshot), version: snapshot.version };
}

function follow(
  hub: Hub,
  response: ServerResponse,
  open: { roomId: string; sessionId: string; userId: string; first: string; version: string },
): void {
  const { first, version, ...who } = open;
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",
  });
  response.write(`retry: 2000\n\n${first}`);
  const send = (frame: string) => {
    response.write(frame);
    if (response.writableLength > UNREAD_MAX) response.destroy();
  };
  const leave = hub.subscribe({ ...who, send, end: () => response.end() }, version);
  const heartbeat = setInterval(() => send(BEAT), HEARTBEAT_MS);
  response.on("close", () => {
    clearInterval(heartbeat);
    leave();
  });
}
