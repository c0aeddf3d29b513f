import type { LivePerson } from "@/lib/live/people";
import { isInside, isWaiting } from "./roster-view";

/** Who came and went since the last announcement, by name. */
export type Traffic = { joined: string[]; left: string[]; lobby: string[] };

/** The difference between two rosters, as somebody who listens wants it: streams and people on their way left out. */
export function trafficBetween(
  before: ReadonlyMap<string, LivePerson>,
  now: ReadonlyMap<string, LivePerson>,
): Traffic {
  const traffic: Traffic = { joined: [], left: [], lobby: [] };
  for (const [key, person] of now) {
    const old = before.get(key);
    const name = person.name || person.address;
    if (isInside(person) && !(old && isInside(old))) traffic.joined.push(name);
    if (isWaiting(person) && !(old && isWaiting(old))) traffic.lobby.push(name);
  }
  for (const [key, person] of before) {
    const still = now.get(key);
    if (isInside(person) && !(still && isInside(still))) traffic.left.push(person.name || person.address);
  }
  return traffic;
}
