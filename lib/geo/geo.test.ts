import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { env } from "../env";
import { addressDatabase } from "../testing/address-database";
import { placeOf } from "./index";

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "mypages-geo-"));
const file = path.join(directory, "places.mmdb");

beforeAll(() => {
  fs.writeFileSync(
    file,
    addressDatabase({
      "198.51.100.0/24": { country: { iso_code: "NO" }, city: { names: { en: "Oslo", ja: "オスロ" } } },
      "203.0.113.0/25": { country_code: "JP" },
      "192.0.2.0/24": { country: { iso_code: 7 }, city: "nonsense" },
    }),
  );
  Object.assign(env(), { GEOIP_DATABASE: file });
});
afterAll(() => {
  Object.assign(env(), { GEOIP_DATABASE: undefined });
  fs.rmSync(directory, { recursive: true });
});

describe("placeOf", () => {
  it("names city and country in the reader's language", () => {
    expect(placeOf("198.51.100.7", "en")).toBe("Oslo, Norway");
    expect(placeOf("::ffff:198.51.100.7", "ja")).toBe("オスロ, ノルウェー");
    expect(placeOf("203.0.113.5", "en")).toBe("Japan");
  });

  it("says nothing of what is not in it, no address, or a record of another kind", () => {
    for (const address of ["203.0.113.200", "127.0.0.1", "unknown", "", "192.0.2.1", null])
      expect(placeOf(address, "en"), String(address)).toBeNull();
  });

  it("does without a database, or with one that cannot be read", () => {
    Object.assign(env(), { GEOIP_DATABASE: `${file}.absent` });
    expect(placeOf("198.51.100.7", "en")).toBeNull();
    Object.assign(env(), { GEOIP_DATABASE: undefined });
    expect(placeOf("198.51.100.7", "en")).toBeNull();
  });
});
