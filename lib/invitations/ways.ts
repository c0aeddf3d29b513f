import type { Env } from "../env";

/** What an installation tells of its bridge: each way without a setting is left out. */
export type WaySettings = Pick<
  Env,
  "BRIDGE_WEB_URL" | "BRIDGE_SKYPE_ADDRESS" | "BRIDGE_TEAMS_ADDRESS" | "DIAL_IN_NUMBERS"
>;

/** Every way to join a room; null or empty: there is none. */
export type Ways = {
  web: string | null;
  videoAddress: string | null;
  skype: string | null;
  teams: string | null;
  /** By ISO 3166 region. Empty as well for a room without a conference number: a telephone could not name it. */
  telephones: { region: string; number: string }[];
  number: string | null;
};

/** The ways to join a room with these aliases. @param alias the room's first one, which the web client takes */
export function waysOf(alias: string, aliases: readonly string[], settings: WaySettings): Ways {
  const videoAddress = aliases.find((one) => one.includes("@")) ?? null;
  const number = aliases.find((one) => /^\d+$/.test(one)) ?? null;
  const facts = { alias, address: videoAddress, number };
  return {
    web: filled(settings.BRIDGE_WEB_URL, facts, encodeURIComponent),
    videoAddress,
    skype: filled(settings.BRIDGE_SKYPE_ADDRESS, facts),
    teams: filled(settings.BRIDGE_TEAMS_ADDRESS, facts),
    telephones: number ? settings.DIAL_IN_NUMBERS : [],
    number,
  };
}

/** A pattern with the room's names in it; null when the pattern asks for one that the room has not. */
function filled(
  pattern: string | undefined,
  facts: Record<string, string | null>,
  encode = (text: string) => text,
): string | null {
  if (!pattern) return null;
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  if (names.some((name) => !facts[name])) return null;
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => encode(facts[name] ?? ""));
}
