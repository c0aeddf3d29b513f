import { type Exchange, readJson, sendEmpty, sendJson } from "../http/exchange";
import type { Handler } from "../http/server";
import {
  type CommandAnswer,
  type CommandContext,
  conferenceCommands,
  invalidRole,
  mayControl,
} from "./conference-commands";
import { applyCors } from "./cors";
import type { EventStreams } from "./event-stream";
import type { MediaCalls } from "./media-calls";
import { runParticipantCommand } from "./participant-commands";
import type { RegistrationApi } from "./registration-api";
import type { Session, Sessions } from "./sessions";
import type { Tokens } from "./tokens";

interface ClientApi {
  context: CommandContext;
  sessions: Sessions;
  tokens: Tokens;
  streams: EventStreams;
  mediaCalls: MediaCalls;
  registrations: RegistrationApi;
  corsOrigins: "*" | readonly string[];
}

/** Serves the client API v2, as the published client speaks it. */
export function clientApi(api: ClientApi): Handler {
  return async (exchange) => {
    const [first, second, third, family, ...rest] = exchange.segments;
    if (first !== "api" || second !== "client" || third !== "v2") return false;
    if (applyCors(exchange, api.corsOrigins)) return true;
    if (family === "status" && exchange.method === "GET") {
      sendJson(exchange.res, 200, { status: "success", result: "OK" });
      return true;
    }
    if (family === "registrations" && (await api.registrations.handle(exchange, rest))) return true;
    const [alias, ...command] = rest;
    if (family === "conferences" && alias !== undefined) await inConference(api, exchange, alias, command);
    else notFound(exchange);
    return true;
  };
}

const notFound = ({ res }: Exchange) => sendJson(res, 404, { status: "failed", result: "Not found" });

async function inConference(
  api: ClientApi,
  exchange: Exchange,
  alias: string,
  command: string[],
): Promise<void> {
  const [name = "", ...rest] = command;
  if (name === "request_token" && exchange.method === "POST") return api.tokens.request(exchange, alias);
  const session = sessionOf(api.sessions, exchange, alias);
  if (name === "release_token" && exchange.method === "POST") return api.tokens.release(exchange, session);
  if (!session) return sendJson(exchange.res, 403, { status: "success", result: "Invalid token" });
  if (name === "refresh_token" && exchange.method === "POST") return api.tokens.refresh(exchange, session);
  if (name === "events" && exchange.method === "GET") return api.streams.serve(session, exchange.res);
  if (name === "theme") return sendEmpty(exchange.res, 204);
  const answer = await answerTo(api, exchange, session, name, rest);
  if (!answer) return notFound(exchange);
  const status = "status" in answer ? answer.status : 200;
  sendJson(exchange.res, status, { status: status < 404 ? "success" : "failed", result: answer.result });
}

async function answerTo(
  api: ClientApi,
  { req, method }: Exchange,
  session: Session,
  name: string,
  rest: string[],
): Promise<CommandAnswer | null> {
  if (name === "participants" && rest.length > 0) {
    if (method === "GET") return { status: 404, result: "No image available" };
    return participantAnswer(api, session, rest, await readJson(req));
  }
  const command = Object.hasOwn(conferenceCommands, name) ? conferenceCommands[name] : undefined;
  if (!command || rest.length > 0 || command.method !== method) return null;
  if (command.isHostOnly && !mayControl(session)) return invalidRole;
  return command.run(api.context, session, method === "POST" ? await readJson(req) : {});
}

async function participantAnswer(
  api: ClientApi,
  session: Session,
  [uuid = "", command = "", callUuid, callCommand]: string[],
  body: unknown,
): Promise<CommandAnswer | null> {
  if (command === "calls") {
    if (uuid !== session.participant.uuid) return invalidRole;
    if (callUuid === undefined) return api.mediaCalls.open(session, body);
    return api.mediaCalls.run(session, callUuid, callCommand ?? "", body);
  }
  const target = session.conference.participants.get(uuid);
  if (!target) return { status: 403, result: "Invalid participant" };
  return runParticipantCommand(command, {
    context: api.context,
    session,
    target,
    body,
    vouch: (token, role) => api.tokens.vouch(token, role),
  });
}

/** The token is in a header, except for event streams and beacons, which cannot set one. */
function sessionOf(sessions: Sessions, { req, query }: Exchange, alias: string): Session | null {
  const header = req.headers.token;
  const token = typeof header === "string" ? header : query.get("token");
  const session = token ? sessions.find(token) : null;
  return session && session.alias === alias.toLowerCase() ? session : null;
}
