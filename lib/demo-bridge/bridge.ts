import { BrowserCalls } from "./calls/browser";
import { Dialler } from "./calls/dial";
import { EndpointCalls } from "./calls/endpoint";
import { CallPlacer } from "./calls/place";
import { type CallSite, locationsOf } from "./calls/site";
import { EventStreams } from "./client-api/event-stream";
import { MediaCalls } from "./client-api/media-calls";
import { RegistrationApi } from "./client-api/registration-api";
import { clientApi } from "./client-api/router";
import { Sessions } from "./client-api/sessions";
import { Tokens } from "./client-api/tokens";
import { BridgeControl } from "./control";
import { demoApi } from "./demo-api/router";
import { Controls } from "./engine/controls";
import { Engine } from "./engine/engine";
import { QualityMeter } from "./engine/quality";
import { EventSink } from "./event-sink/event-sink";
import { noFaults } from "./faults";
import { listen } from "./http/server";
import { silentLogger } from "./logger";
import { Configuration } from "./management/configuration";
import { History } from "./management/history";
import { RateLimit } from "./management/rate-limit";
import { managementApi } from "./management/router";
import { signallingOnly } from "./media";
import { type DemoBridgeOptions, defaultTimers } from "./options";
import { PolicyClient } from "./policy/client";
import { Policy } from "./policy/policy";
import { Chance } from "./random";
import { Registrations } from "./registrations";

/** A running bridge: its address, its in-process controls, and its end. */
export interface DemoBridge extends BridgeControl {
  /** Address without a trailing slash, for example `http://127.0.0.1:8420`. */
  readonly url: string;
  readonly port: number;
  /** Publishes `eventsink_stopped` as far as a second allows, then closes every connection. */
  stop(): Promise<void>;
}

/**
 * Starts a bridge that speaks Pexip Infinity's protocols: client API v2, management API, external policy and event sink.
 * @throws when the port is taken or an own room's PINs are inconsistent.
 */
export async function startDemoBridge(options: DemoBridgeOptions): Promise<DemoBridge> {
  const logger = options.logger ?? silentLogger;
  const timers = { ...defaultTimers, ...options.timers };
  const chance = new Chance(options.seed);
  const nodes = options.nodes?.length ? options.nodes : ["10.20.0.11"];
  const faults = { ...noFaults };

  const engine = new Engine(nodes, timers, chance);
  const controls = new Controls(engine);
  const configuration = new Configuration(options.ownRooms ?? []);
  const policyClient = options.policy ? new PolicyClient(options.policy, logger) : null;
  const policy = new Policy(policyClient, (alias) => configuration.room(alias), logger);
  const site: CallSite = { engine, policy, chance, locationOf: locationsOf(nodes) };

  const history = new History(engine);
  const sink = options.eventSink ? new EventSink(engine, options.eventSink, faults, logger) : null;
  const quality = new QualityMeter(engine, chance, timers.mediaWindowMs);

  const browsers = new BrowserCalls(site);
  const endpoints = new EndpointCalls(site);
  const dialler = new Dialler(site);
  const placer = new CallPlacer(site, browsers, endpoints, dialler);
  const registrations = new Registrations(site, (alias) => configuration.device(alias));

  const sessions = new Sessions(engine);
  const registrationApi = new RegistrationApi(site, registrations, sessions.expires);
  const tokens = new Tokens(site, browsers, sessions, (token) => registrationApi.find(token));
  const mediaCalls = new MediaCalls(engine, browsers, options.media ?? signallingOnly);
  const streams = new EventStreams(engine, sessions, (session) => mediaCalls.closeAll(session));

  const control = new BridgeControl({
    engine,
    controls,
    placer,
    endpoints,
    registrations,
    sink,
    faults,
    chance,
    logger,
  });
  const server = await listen(
    [
      clientApi({
        context: { engine, controls, dialler },
        sessions,
        tokens,
        streams,
        mediaCalls,
        registrations: registrationApi,
        corsOrigins: options.corsOrigins ?? "*",
      }),
      managementApi({
        engine,
        site: {
          engine,
          controls,
          dialler,
          placer,
          isClient: ({ conference, participant }) => sessions.of(conference, participant) !== null,
          vouch: (token, role) => tokens.vouch(token, role),
        },
        history,
        configuration,
        registrations,
        credentials: options.management,
        faults,
        rateLimit: new RateLimit(options.managementRequestsPerMinute),
        locationOf: site.locationOf,
      }),
      demoApi(control, options.management),
    ],
    { host: options.host ?? "127.0.0.1", port: options.port ?? 0, logger },
  );

  return Object.assign(control, {
    url: `http://${urlHost(options.host ?? "127.0.0.1")}:${server.port}`,
    port: server.port,
    stop: async () => {
      await control.endScenarios();
      quality.stop();
      streams.stop();
      sessions.stop();
      registrationApi.stop();
      engine.stop();
      await sink?.stop(900);
      await server.close();
    },
  });
}

/** An address one can connect to: "all interfaces" is none. */
const urlHost = (host: string) =>
  host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
