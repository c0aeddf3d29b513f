import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

type Shared = { registry?: Registry };

// On globalThis because the same process may load this module twice: bundled by Next, and by the portal's server.
const home = globalThis as { __mypagesMetrics?: Shared };
home.__mypagesMetrics ??= {};
const shared = home.__mypagesMetrics;

/** The process's figures, in Prometheus' terms. */
export function registry(): Registry {
  if (!shared.registry) {
    shared.registry = new Registry();
    collectDefaultMetrics({ register: shared.registry });
  }
  return shared.registry;
}

type Options = { name: string; help: string; labelNames?: string[] };

/** The figure of that name, made at first use by whichever copy of this module comes first. */
const once = <M>(name: string, make: () => M): M =>
  (registry().getSingleMetric(name) as M | undefined) ?? make();
const counter = (options: Options) =>
  once(options.name, () => new Counter({ ...options, registers: [registry()] }));
const gauge = (options: Options) =>
  once(options.name, () => new Gauge({ ...options, registers: [registry()] }));
const histogram = (options: Options & { buckets: number[] }) =>
  once(options.name, () => new Histogram({ ...options, registers: [registry()] }));

export const eventsReceived = counter({
  name: "mypages_bridge_events_total",
  help: "Events received from the bridge",
  labelNames: ["outcome"],
});

export const policyAnswered = counter({
  name: "mypages_policy_answers_total",
  help: "Policy questions of the bridge answered",
  labelNames: ["question"],
});

export const openRosters = gauge({
  name: "mypages_open_rosters",
  help: "Live rosters open on this instance",
});

export const requestSeconds = histogram({
  name: "mypages_request_seconds",
  help: "Time to answer a request, in seconds; streams are not counted",
  labelNames: ["method", "status"],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3],
});

export const mailsHandled = counter({
  name: "mypages_mails_total",
  help: "Mails that the worker sent, that a mail server refused for good, that failed for now, or that came too late",
  labelNames: ["outcome"],
});
