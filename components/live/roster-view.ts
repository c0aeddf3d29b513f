import type { LivePerson } from "@/lib/live/people";
import type { LegKind } from "@/lib/live/types";

export const filterNames = ["unencrypted", "telephone", "lobby", "guests"] as const;
export type FilterName = (typeof filterNames)[number];

export const sortNames = ["name", "joined", "kind"] as const;
export type SortName = (typeof sortNames)[number];

export const groupNames = ["lobby", "attention", "hosts", "guests", "arriving", "streams"] as const;
export type GroupName = (typeof groupNames)[number];

export type Group = { name: GroupName; people: LivePerson[] };
export type ViewChoice = { query: string; filters: ReadonlySet<FilterName>; sort: SortName };

const isStream = (person: LivePerson) => person.kind === "stream";
export const isInside = (person: LivePerson) => person.place === "meeting" && !isStream(person);
export const isWaiting = (person: LivePerson) => person.place === "lobby" && !isStream(person);

/**
 * Whether somebody's sound or picture travels in the clear. A leg without media has nothing to encrypt yet, except for a
 * telephone, of which it is known beforehand.
 */
export const isExposed = (person: LivePerson) =>
  !person.encrypted && (person.hasMedia || person.kind === "telephone");

const filters: Record<FilterName, (person: LivePerson) => boolean> = {
  unencrypted: (person) => isExposed(person) && !isStream(person) && person.place === "meeting",
  telephone: (person) => person.kind === "telephone",
  lobby: isWaiting,
  guests: (person) => person.role === "guest" && !isStream(person),
};

export function groupOf(person: LivePerson): GroupName {
  if (isStream(person)) return "streams";
  if (person.place === "lobby") return "lobby";
  if (person.place !== "meeting") return "arriving";
  if (isExposed(person) || person.kind === "telephone") return "attention";
  return person.role === "host" ? "hosts" : "guests";
}

const kindOrder: Record<LegKind, number> = {
  device: 0,
  browser: 1,
  sip_h323: 2,
  skype: 3,
  gateway: 4,
  telephone: 5,
  stream: 6,
};

// One fixed collation: the server draws the first roster, and the browser must find the same order.
const collator = new Intl.Collator("en", { sensitivity: "base", numeric: true });
export const byName = (a: LivePerson, b: LivePerson) =>
  collator.compare(a.name || a.address, b.name || b.address) || (a.key < b.key ? -1 : 1);

/** Those who are not connected yet come last. */
const joinedKey = (person: LivePerson) => person.joinedAt ?? "9999";

const orders: Record<SortName, (a: LivePerson, b: LivePerson) => number> = {
  name: byName,
  joined: (a, b) => (joinedKey(a) === joinedKey(b) ? byName(a, b) : joinedKey(a) < joinedKey(b) ? -1 : 1),
  kind: (a, b) => kindOrder[a.kind] - kindOrder[b.kind] || byName(a, b),
};

/** Letters that differ in width or case are the same letter to somebody who searches. */
const folded = (text: string) => text.normalize("NFKC").toLocaleLowerCase();

/** The groups of a roster in their order, empty ones left out. Filters narrow each other, and the search narrows on. */
export function viewOf(people: readonly LivePerson[], { query, filters: chosen, sort }: ViewChoice): Group[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const groups = new Map<GroupName, LivePerson[]>(groupNames.map((name) => [name, []]));
  for (const person of people) {
    if (![...chosen].every((name) => filters[name](person))) continue;
    if (words.length > 0) {
      const text = folded(`${person.name} ${person.address}`);
      if (!words.every((word) => text.includes(word))) continue;
    }
    groups.get(groupOf(person))?.push(person);
  }
  return [...groups]
    .filter(([, members]) => members.length > 0)
    .map(([name, members]) => ({ name, people: members.sort(orders[sort]) }));
}

export type Counts = { inside: number } & Record<FilterName, number>;

/** The figures of the header and of the filters, in one pass. */
export function countsOf(people: readonly LivePerson[]): Counts {
  const counts: Counts = { inside: 0, unencrypted: 0, telephone: 0, lobby: 0, guests: 0 };
  for (const person of people) {
    if (isInside(person)) counts.inside += 1;
    for (const name of filterNames) if (filters[name](person)) counts[name] += 1;
  }
  return counts;
}

/** Keeps the objects of people about whom nothing changed, so that their rows are not drawn again. */
export function reusing(before: ReadonlyMap<string, LivePerson>, now: readonly LivePerson[]): LivePerson[] {
  return now.map((person) => {
    const old = before.get(person.key);
    return old && same(old, person) ? old : person;
  });
}

function same(a: LivePerson, b: LivePerson): boolean {
  return (Object.keys(b) as (keyof LivePerson)[]).every((key) =>
    key === "legIds" ? a.legIds.join() === b.legIds.join() : a[key] === b[key],
  );
}
