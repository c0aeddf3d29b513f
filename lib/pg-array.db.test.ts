import fc from "fast-check";
import { expect, it } from "vitest";
import { pool } from "./db";
import { plainArray, textArray } from "./pg-array";

/** Reads an array literal back through PostgreSQL. */
async function read(literal: string, type: string): Promise<unknown[]> {
  const { rows } = await pool().query<{ back: unknown[] }>(`SELECT $1::${type}[] AS back`, [literal]);
  return rows[0]?.back ?? [];
}

it("brings any texts unchanged to the database", async () => {
  expect(await read(textArray([]), "text")).toEqual([]);
  expect(
    await read(textArray(["", "NULL", "a,b", 'q"uote', "back\\slash", "{}", "é 日本 🎥"]), "text"),
  ).toEqual(["", "NULL", "a,b", 'q"uote', "back\\slash", "{}", "é 日本 🎥"]);
  const texts = fc.array(
    fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "")),
    { maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(texts, async (values) => {
      expect(await read(textArray(values), "text")).toEqual(values);
    }),
    { numRuns: 200 },
  );
});

it("brings booleans, numbers, times and their absence", async () => {
  expect(await read(plainArray([true, false, null]), "bool")).toEqual([true, false, null]);
  expect(await read(plainArray([1, -2.5, null]), "float8")).toEqual([1, -2.5, null]);
  const at = new Date("2026-11-23T12:00:00.123Z");
  expect(await read(plainArray([at, null]), "timestamptz")).toEqual([at, null]);
});
