import type { Engine } from "../engine/engine";
import type { Policy } from "../policy/policy";
import type { Chance } from "../random";

/** What every kind of call needs: the engine, the policy questions, and the place they happen at. */
export interface CallSite {
  engine: Engine;
  policy: Policy;
  chance: Chance;
  /** The system location a node belongs to. */
  locationOf(node: string): string;
}

const locationNames = ["Oslo", "Tokyo", "London", "Frankfurt"];

/** Gives each node a system location of its own, as far as there are names. */
export function locationsOf(nodes: readonly string[]): (node: string) => string {
  return (node) => locationNames[Math.max(0, nodes.indexOf(node)) % locationNames.length] ?? "Oslo";
}
