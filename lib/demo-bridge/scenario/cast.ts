import type { Chance } from "../random";
import { castOf, domainOf, type Person } from "./people";

/** The people of one organization and its callers. Nobody is in two meetings at once. */
export class Cast {
  private readonly people: Person[];
  private readonly busy = new Set<Person>();
  private readonly awayUntil = new Map<Person, number>();

  constructor(domain: string, chance: Chance) {
    this.people = castOf(domain, chance);
  }

  /** Takes somebody who is free, those who have been away longest first. */
  take(wanted: "host" | "guest"): Person | null {
    const now = Date.now();
    const isFree = (person: Person) => !this.busy.has(person) && (this.awayUntil.get(person) ?? 0) <= now;
    const found =
      this.people.find((person) => person.isHost === (wanted === "host") && isFree(person)) ?? null;
    if (found) this.busy.add(found);
    return found;
  }

  /** Gives somebody back, to the end of the line so that faces change. They are not free again before `awayMs` are over. */
  giveBack(person: Person, awayMs: number): void {
    this.busy.delete(person);
    this.awayUntil.set(person, Date.now() + awayMs);
    this.people.splice(this.people.indexOf(person), 1);
    this.people.push(person);
  }
}

/** One cast for each organization among the rooms. */
export function castsOf(aliases: readonly string[], chance: Chance): (alias: string) => Cast {
  const byDomain = new Map<string, Cast>();
  for (const domain of new Set(aliases.map(domainOf))) byDomain.set(domain, new Cast(domain, chance));
  return (alias) => byDomain.get(domainOf(alias)) ?? new Cast(domainOf(alias), chance);
}
