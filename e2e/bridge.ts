import type { BridgeState, CallResult, CallSpec, Faults } from "../lib/demo-bridge";

const { BRIDGE_MANAGEMENT_URL, BRIDGE_MANAGEMENT_USERNAME, BRIDGE_MANAGEMENT_PASSWORD } = process.env;
const authorization = `Basic ${Buffer.from(`${BRIDGE_MANAGEMENT_USERNAME}:${BRIDGE_MANAGEMENT_PASSWORD}`).toString("base64")}`;

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${BRIDGE_MANAGEMENT_URL}/demo/v1/${path}`, {
    method,
    headers: { authorization, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? null : await response.json()) as T;
}

/** The people at the other end of the line, and what the bridge itself holds. */
export const bridge = {
  call: (spec: CallSpec) => ask<CallResult>("POST", "calls", spec),
  hangUp: (legId: string | null) => ask<null>("DELETE", `calls/${legId}`),
  change: (legId: string | null, change: { isMuted?: boolean; isPresenting?: boolean }) =>
    ask<null>("PATCH", `calls/${legId}`, change),
  faults: (faults: Partial<Faults>) => ask<Faults>("POST", "faults", faults),
  /** The ids of somebody's legs. */
  async legs(alias: string, displayName: string): Promise<string[]> {
    const state = await ask<BridgeState>("GET", "state");
    const people = state.conferences.find((c) => c.name === alias)?.participants ?? [];
    return people.filter((p) => p.displayName === displayName).flatMap((p) => p.legs.map((leg) => leg.legId));
  },
  /** The names of the people that the bridge has in a room. */
  async people(alias: string): Promise<string[]> {
    const state = await ask<BridgeState>("GET", "state");
    const conference = state.conferences.find((c) => c.name === alias);
    return (conference?.participants ?? []).map((p) => p.displayName).sort();
  },
};
