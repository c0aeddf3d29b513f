import fs from "node:fs";
import { Reader } from "mmdb-lib";
import { z } from "zod";
import { env } from "../env";
import { log } from "../log";

// Vendors' databases say it in two ways: nested with names (MaxMind, DB-IP), or flat.
const record = z.object({
  country: z.object({ iso_code: z.string().optional() }).optional().catch(undefined),
  country_code: z.string().optional().catch(undefined),
  city: z
    .object({ names: z.record(z.string(), z.string()) })
    .optional()
    .catch(undefined),
});

type Lookup = { get(address: string): unknown };

let opened: { file: string; lookup: Lookup | null } | undefined;

/** The operator's database of addresses, read once; null when there is none or it cannot be read. */
function database(): Lookup | null {
  const file = env().GEOIP_DATABASE;
  if (!file) return null;
  if (opened?.file !== file) opened = { file, lookup: read(file) };
  return opened.lookup;
}

function read(file: string): Lookup | null {
  try {
    return new Reader<never>(fs.readFileSync(file));
  } catch (error) {
    // Places are a help, not a need: the page says the address alone.
    log.error({ err: error }, "geo.database_unreadable");
    return null;
  }
}

/**
 * About where an address is, in words such as "Oslo, Norway"; null when nobody knows. The database is a file in the
 * MaxMind DB format (GeoLite2, DB-IP and others) that the operator provides: no address is sent to anybody.
 */
export function placeOf(address: string | null, locale: string): string | null {
  const lookup = address ? database() : null;
  if (!address || !lookup) return null;
  let found: unknown;
  try {
    found = lookup.get(address.replace(/^::ffff:/i, ""));
  } catch {
    return null; // no address
  }
  const { data } = record.safeParse(found);
  const code = data?.country?.iso_code ?? data?.country_code;
  if (!code || !/^[A-Z]{2}$/.test(code)) return null;
  const country = new Intl.DisplayNames(locale, { type: "region" }).of(code);
  const city = data?.city?.names[locale] ?? data?.city?.names.en;
  return [city, country].filter(Boolean).join(", ");
}
