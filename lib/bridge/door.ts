import type { IncomingMessage, ServerResponse } from "node:http";
import { hasCredentials } from "../crypto";
import { env } from "../env";
import { log } from "../log";
import { eventsReceived, policyAnswered } from "../metrics";
import { readBody } from "../read-body";
import { receiveMessage } from "./events";
import { answerPolicy, isMalformed } from "./policy";

/** A bulk of some thousand events; more is not read. In bytes. */
const BODY_MAX = 16 * 1024 * 1024;

const EVENTS = "/api/bridge/events";
const POLICY = "/api/bridge/policy/v1/";

type Answer = { status: number; body?: object; headers?: Record<string, string> };

const unauthenticated: Answer = {
  status: 401,
  body: { code: "unauthenticated" },
  headers: { "www-authenticate": 'Basic realm="bridge"' },
};

/** Whether an address is one of the bridge's two doors: its questions (external policy) and its events. */
export const isBridgeDoor = (path: string): boolean => path === EVENTS || path.startsWith(POLICY);

/**
 * Answers the bridge. It asks at every call and tells of every change, so this is served straight from the HTTP server, as
 * the live streams are (docs/decisions/0003-live-streams-beside-next.md).
 */
export async function answerBridge(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://portal");
  let answer: Answer;
  try {
    answer = await (url.pathname === EVENTS ? takeEvents(request) : answerQuestion(request, url));
  } catch (error) {
    // Nothing was kept, and the bridge will ask or tell again.
    log.error({ err: error }, "bridge.door_failed");
    answer = { status: 503, body: { code: "unavailable" }, headers: { "retry-after": "5" } };
  }
  const text = answer.body ? JSON.stringify(answer.body) : "";
  response.writeHead(answer.status, {
    "cache-control": "no-store",
    ...(text && { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
    ...answer.headers,
  });
  response.end(text);
}

/** The event sink: 204 once everything is committed, 422 with reasons for what was not understood. */
async function takeEvents(request: IncomingMessage): Promise<Answer> {
  if (request.method !== "POST") return { status: 405, headers: { allow: "POST" } };
  const { BRIDGE_EVENTS_USERNAME, BRIDGE_EVENTS_PASSWORD } = env();
  if (!hasCredentials(request.headers.authorization, BRIDGE_EVENTS_USERNAME, BRIDGE_EVENTS_PASSWORD))
    return unauthenticated;
  const text = await readBody(request, BODY_MAX);
  if (text === null) return { status: 413, body: { code: "too_large" }, headers: { connection: "close" } };
  const message = parse(text);
  if (message === undefined) {
    log.warn("bridge.message_unreadable");
    return { status: 400, body: { code: "invalid_input" } };
  }
  const received = await receiveMessage(message);
  eventsReceived.inc({ outcome: "committed" }, received.events);
  eventsReceived.inc({ outcome: "refused" }, received.refused.length);
  if (received.refused.length === 0) return { status: 204 };
  return { status: 422, body: { code: "invalid_input", reasons: received.refused.slice(0, 20) } };
}

/** External policy: which room an alias reaches, and who may come in how. */
async function answerQuestion(request: IncomingMessage, url: URL): Promise<Answer> {
  if (request.method !== "GET") return { status: 405, headers: { allow: "GET" } };
  const { BRIDGE_POLICY_USERNAME, BRIDGE_POLICY_PASSWORD } = env();
  if (!hasCredentials(request.headers.authorization, BRIDGE_POLICY_USERNAME, BRIDGE_POLICY_PASSWORD))
    return unauthenticated;
  const path = url.pathname.slice(POLICY.length).split("/").map(decodeURIComponent);
  try {
    const answer = await answerPolicy(path, url.searchParams);
    if (!answer) return { status: 404, body: { code: "not_found" } };
    policyAnswered.inc({ question: path[0] === "registrations" ? "registrations" : path.join("/") });
    return { status: answer.httpStatus, body: answer.body };
  } catch (error) {
    if (!isMalformed(error)) throw error;
    const parameters = error.issues.map((issue) => issue.path.join("."));
    log.warn({ parameters }, "bridge.policy_refused");
    return { status: 400, body: { status: "fail", code: "invalid_input", parameters } };
  }
}

/** What a text says as JSON; undefined when it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
