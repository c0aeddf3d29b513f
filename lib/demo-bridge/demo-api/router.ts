import { z } from "zod";
import type { BridgeControl } from "../control";
import { requireBasic } from "../http/basic-auth";
import { type Exchange, HttpAnswer, readJson, sendEmpty, sendJson } from "../http/exchange";
import type { Handler } from "../http/server";
import type { Credentials } from "../options";

const callBody = z.strictObject({
  alias: z.string().min(1),
  displayName: z.string().min(1),
  protocol: z.enum(["API", "WebRTC", "SIP", "H323", "MSSIP", "PSTN"]),
  direction: z.enum(["in", "out"]).optional(),
  remoteAlias: z.string().optional(),
  isRegistered: z.boolean().optional(),
  isIdpAuthenticated: z.boolean().optional(),
  encryption: z.enum(["On", "Off"]).optional(),
  pin: z.union([z.string(), z.array(z.string())]).optional(),
  knowsPin: z.enum(["host", "guest"]).optional(),
  vendor: z.string().optional(),
  remoteAddress: z.string().optional(),
  callTag: z.string().optional(),
});

const changeBody = z.strictObject({
  isMuted: z.boolean().optional(),
  isPresenting: z.boolean().optional(),
  displayName: z.string().optional(),
  hasHandUp: z.boolean().optional(),
});

const registrationBody = z.strictObject({
  alias: z.string().min(1),
  protocol: z.enum(["SIP", "H323", "WebRTC"]).default("SIP"),
  username: z.string().default(""),
  password: z.string().nullable().default(null),
  remoteAddress: z.string().default("192.0.2.1"),
  vendor: z.string().default("Room system (SIP)"),
});

const loadBody = z.strictObject({
  rooms: z.union([z.array(z.string().min(1)).min(1), z.int().min(1).max(10_000)]),
  participants: z.int().min(1).max(100_000),
  eventsPerSecond: z.number().min(0).max(100_000),
  seconds: z.number().min(0).max(86_400),
  seed: z.int().optional(),
  hangUpAfter: z.boolean().optional(),
});

const livelyBody = z.strictObject({
  rooms: z.array(z.string().min(1)).min(1),
  pace: z.number().positive().max(1_000).optional(),
});

const faultsBody = z.strictObject({
  managementDelayMs: z.int().min(0).max(600_000).optional(),
  managementStatus: z.union([z.literal(0), z.int().min(400).max(599)]).optional(),
  commandStatus: z.union([z.literal(0), z.int().min(400).max(599)]).optional(),
  refusedLegs: z.array(z.string()).optional(),
  dropEvents: z.boolean().optional(),
  duplicateEvents: z.int().min(0).max(10).optional(),
  shuffleEvents: z.boolean().optional(),
  sinkPaused: z.boolean().optional(),
});

/** @throws {HttpAnswer} 400 saying which field is wrong. */
async function body<S extends z.ZodType>(exchange: Exchange, shape: S): Promise<z.output<S>> {
  const parsed = shape.safeParse(await readJson(exchange.req));
  if (parsed.success) return parsed.data;
  throw new HttpAnswer(400, { error: z.prettifyError(parsed.error) });
}

/** Drops keys whose value is undefined, so that optional fields are really absent. */
function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/**
 * The control side for tests and demonstrations, which no real bridge has: place calls, act in them, dump the state and
 * switch faults. Credentials are those of the management API.
 */
export function demoApi(control: BridgeControl, credentials: Credentials): Handler {
  return async (exchange) => {
    const [first, second, ...rest] = exchange.segments;
    if (first !== "demo" || second !== "v1") return false;
    requireBasic(exchange, credentials);
    const [noun = "", id, part] = rest;
    const answer = await routes(
      control,
      exchange,
      `${exchange.method} ${noun}${id ? "/*" : ""}${part ? `/${part}` : ""}`,
      id ?? "",
    );
    if (answer === undefined) throw new HttpAnswer(404, { error: "Not found" });
    if (answer === null) sendEmpty(exchange.res, 204);
    else sendJson(exchange.res, 200, answer);
    return true;
  };
}

const orGone = (isThere: boolean): null => {
  if (!isThere) throw new HttpAnswer(404, { error: "No such call" });
  return null;
};

/** @returns an object to send, null for "done", undefined for an unknown address. */
async function routes(
  control: BridgeControl,
  exchange: Exchange,
  route: string,
  id: string,
): Promise<object | null | undefined> {
  switch (route) {
    case "GET state":
      return control.state();
    case "POST calls":
      return control.placeCall(present(await body(exchange, callBody)));
    case "DELETE calls/*":
      return orGone(control.hangUp(id));
    case "PATCH calls/*":
      return orGone(control.changeCall(id, present(await body(exchange, changeBody))));
    case "POST calls/*/pin": {
      const isAccepted = control.typePin(id, (await body(exchange, z.strictObject({ pin: z.string() }))).pin);
      orGone(isAccepted !== null);
      return { isAccepted };
    }
    case "POST registrations": {
      const registration = await control.register(await body(exchange, registrationBody));
      if (!registration) throw new HttpAnswer(403, { error: "Registration refused" });
      return registration;
    }
    case "DELETE registrations/*":
      return orGone(control.unregister(id));
    case "GET faults":
      return control.faults();
    case "POST faults":
      return control.faults(present(await body(exchange, faultsBody)));
    case "POST load":
      return { id: control.startLoad(present(await body(exchange, loadBody))) };
    case "GET load/*":
      return control.load(Number(id))?.report;
    case "DELETE load/*":
      control.load(Number(id))?.stop();
      return null;
    case "POST lively":
      control.startLively(present(await body(exchange, livelyBody)));
      return null;
    case "DELETE lively":
      await control.endScenarios();
      return null;
    default:
      return undefined;
  }
}
