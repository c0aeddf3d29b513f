import type { Engine } from "../engine/engine";
import type { Faults } from "../faults";
import { requireBasic } from "../http/basic-auth";
import { type Exchange, HttpAnswer, readJson, sendEmpty, sendJson } from "../http/exchange";
import type { Handler } from "../http/server";
import type { Credentials } from "../options";
import type { Registrations } from "../registrations";
import { pause, unixNow } from "../time";
import { type CommandSite, commands } from "./commands";
import { type Configuration, type FieldProblems, isResource } from "./configuration";
import type { History } from "./history";
import { list } from "./listing";
import type { RateLimit } from "./rate-limit";
import {
  conferenceStatus,
  mediaStreamStatus,
  nodeStatus,
  participantStatus,
  registrationStatus,
} from "./status-views";

interface ManagementApi {
  engine: Engine;
  site: CommandSite;
  history: History;
  configuration: Configuration;
  registrations: Registrations;
  credentials: Credentials;
  faults: Readonly<Faults>;
  rateLimit: RateLimit;
  locationOf(node: string): string;
}

type Row = Record<string, unknown>;

const notFound = () => new HttpAnswer(404, { error: "Not found" });

/** Serves the management API: status, history, command and configuration. */
export function managementApi(api: ManagementApi): Handler {
  const startTime = unixNow();
  return async (exchange) => {
    const [first, second, area, version, ...rest] = exchange.segments;
    if (first !== "api" || second !== "admin") return false;
    if (api.faults.managementDelayMs > 0) await pause(api.faults.managementDelayMs);
    if (api.faults.managementStatus > 0)
      throw new HttpAnswer(api.faults.managementStatus, { error: "Fault" });
    requireBasic(exchange, api.credentials);
    if (!api.rateLimit.allows())
      throw new HttpAnswer(429, { error: "Too many requests" }, { "retry-after": "60" });
    // Without the trailing slash no resource is found, as on a real node.
    if (version !== "v1" || !exchange.endsWithSlash) throw notFound();
    switch (area) {
      case "status":
        return respond(exchange, statusRows(api, rest, startTime), rest);
      case "history":
        return respond(exchange, historyRows(api, rest), rest);
      case "command":
        if (api.faults.commandStatus > 0) throw new HttpAnswer(api.faults.commandStatus, { error: "Fault" });
        return command(api, exchange, rest);
      case "configuration":
        return configuration(api, exchange, rest);
      default:
        throw notFound();
    }
  };
}

/** A list, or one of its objects when the path names an id. */
function respond(exchange: Exchange, found: Row[] | Row | null, rest: string[]): true {
  if (exchange.method !== "GET") throw new HttpAnswer(405, { error: "Method not allowed" });
  if (found === null) throw notFound();
  const body = Array.isArray(found) ? list(exchange.path, found, exchange.query) : found;
  if (rest.length === 0) throw notFound();
  sendJson(exchange.res, 200, body);
  return true;
}

function statusRows({ engine, registrations, locationOf }: ManagementApi, rest: string[], startTime: number) {
  const [resource, id, part] = rest;
  switch (resource) {
    case "conference": {
      if (id === undefined) return [...engine.conferences.values()].map(conferenceStatus);
      const conference = engine.findConference(id);
      return conference ? conferenceStatus(conference) : null;
    }
    case "participant": {
      if (id === undefined) {
        return [...engine.allLegs()].map((one) =>
          participantStatus(one.conference, one.participant, one.leg),
        );
      }
      const found = engine.findLeg(id);
      if (!found) return null;
      const { conference, participant, leg } = found;
      if (part === undefined) return participantStatus(conference, participant, leg);
      return part === "media_stream"
        ? leg.streams.map((stream) => mediaStreamStatus(stream, leg.node))
        : null;
    }
    case "registration_alias": {
      if (id === undefined) return registrations.all().map(registrationStatus);
      const registration = registrations.find(id);
      return registration ? registrationStatus(registration) : null;
    }
    case "worker_vm": {
      const nodes = engine.nodes.map((node, index) => {
        const legs = [...engine.allLegs()].filter(({ leg }) => leg.node === node).length;
        return nodeStatus(node, index, locationOf(node), startTime, legs);
      });
      return id === undefined ? nodes : (nodes.find((node) => String(node.id) === id) ?? null);
    }
    default:
      return null;
  }
}

function historyRows({ history }: ManagementApi, [resource, id, part]: string[]): Row[] | Row | null {
  switch (resource) {
    case "conference":
      return id === undefined ? [...history.conferences.values()] : (history.conferences.get(id) ?? null);
    case "participant": {
      if (id === undefined) return [...history.participants.values()].map(withoutCallQuality);
      const row = history.participants.get(id);
      if (!row || part === undefined) return row ?? null;
      return part === "media_stream" ? (row.media_streams as Row[]) : null;
    }
    case "media_stream":
      return id === undefined ? [...history.mediaStreams.values()] : (history.mediaStreams.get(id) ?? null);
    default:
      return null;
  }
}

/** Only a single object's answer carries the counts of quality windows. */
function withoutCallQuality(row: Row): Row {
  const { historic_call_quality: _historic, bucketed_call_quality: _bucketed, ...rest } = row;
  return rest;
}

async function command({ site, faults }: ManagementApi, exchange: Exchange, rest: string[]): Promise<true> {
  const name = rest.join("/");
  const run = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!run) throw notFound();
  if (exchange.method !== "POST") throw new HttpAnswer(405, { error: "Method not allowed" });
  const body = await readJson(exchange.req);
  const legId = (body as { participant_id?: unknown } | null)?.participant_id;
  if (typeof legId === "string" && faults.refusedLegs.includes(legId))
    throw new HttpAnswer(400, { status: "failure", error: "Not supported by this participant" });
  const data = await run(site, body);
  sendJson(exchange.res, 200, { status: "success", data });
  return true;
}

const isRow = (value: object): value is { id: number; resource_uri: string } => "resource_uri" in value;

async function configuration(api: ManagementApi, exchange: Exchange, rest: string[]): Promise<true> {
  const [name = "", id] = rest;
  if (!isResource(name) || rest.length > 2) throw notFound();
  const { res, method } = exchange;
  const store = api.configuration;
  if (id === undefined) {
    if (method === "GET") sendJson(res, 200, list(exchange.path, store.all(name), exchange.query));
    else if (method === "POST") {
      const created = store.create(name, await readJson(exchange.req));
      if (!isRow(created)) throw refused(name, created);
      sendEmpty(res, 201, { location: created.resource_uri });
    } else if (method === "DELETE") {
      // As on a real node: without an id the whole collection goes.
      for (const row of store.all(name)) store.remove(name, row.id);
      sendEmpty(res, 204);
    } else throw new HttpAnswer(405, { error: "Method not allowed" });
    return true;
  }
  const row = store.find(name, Number(id));
  if (!row) throw notFound();
  if (method === "GET") sendJson(res, 200, row);
  else if (method === "PATCH" || method === "PUT") {
    const fields = await readJson(exchange.req);
    const problems = store.change(name, row, typeof fields === "object" && fields !== null ? fields : {});
    if (problems) throw refused(name, problems);
    sendEmpty(res, method === "PATCH" ? 202 : 204);
  } else if (method === "DELETE") {
    store.remove(name, row.id);
    sendEmpty(res, 204);
  } else throw new HttpAnswer(405, { error: "Method not allowed" });
  return true;
}

const refused = (name: string, problems: FieldProblems | object) => new HttpAnswer(400, { [name]: problems });
