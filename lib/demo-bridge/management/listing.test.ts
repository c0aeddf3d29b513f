import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HttpAnswer } from "../http/exchange";
import { list } from "./listing";

const path = "/api/admin/status/v1/thing/";
const rows = Array.from({ length: 45 }, (_, n) => ({
  id: `id-${String(n).padStart(2, "0")}`,
  name: n % 2 === 0 ? `Anna ${n}` : `ben ${n}`,
  count: n,
  is_even: n % 2 === 0,
  end_time: `2026-01-01T00:00:${String(n).padStart(2, "0")}.500000`,
}));

const ids = (query: string) =>
  list(path, rows, new URLSearchParams(`${query}&limit=0`)).objects.map(({ id }) => id);

describe("filters", () => {
  it.each([
    ["name=Anna 4", 1],
    ["name=anna 4", 0],
    ["name__iexact=anna 4", 1],
    ["name__icontains=ANNA", 23],
    ["name__startswith=ben", 22],
    ["id__in=id-01,id-07,id-99", 2],
    ["count__gte=40", 5],
    ["count__lt=10", 10],
    ["count__gt=9&count__lte=11", 2],
    ["is_even=true", 23],
    ["is_even=False", 22],
    ["end_time__gte=2026-01-01T00:00:40", 5],
    ["end_time__gte=2026-01-01T00:00:40.500000Z&end_time__lt=2026-01-01T00:00:42.5", 2],
  ])("%s", (query, count) => {
    expect(ids(query)).toHaveLength(count);
  });

  it("refuses fields and filters that do not exist", () => {
    for (const query of ["colour=red", "name__like=a", "limit=many"]) {
      expect(() => list(path, rows, new URLSearchParams(query))).toThrow(HttpAnswer);
    }
  });
});

describe("pages", () => {
  it("have 20 objects unless told, and say where the next is", () => {
    const first = list(path, rows, new URLSearchParams("is_even=true"));
    expect(first.meta).toEqual({
      limit: 20,
      offset: 0,
      total_count: 23,
      next: `${path}?is_even=true&limit=20&offset=20`,
      previous: null,
    });
    const second = list(path, rows, new URLSearchParams(first.meta.next?.split("?")[1]));
    expect(second.meta.next).toBeNull();
    expect(second.objects).toHaveLength(3);
  });

  it("cover every row once, in order, whatever the page size", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom("-end_time", "count", "name"),
        (limit, orderBy) => {
          const seen: string[] = [];
          let query: string | undefined = `limit=${limit}&order_by=${orderBy}`;
          while (query) {
            const page: ReturnType<typeof list<(typeof rows)[number]>> = list(
              path,
              rows,
              new URLSearchParams(query),
            );
            seen.push(...page.objects.map(({ id }) => id));
            query = page.meta.next?.split("?")[1];
          }
          expect(seen).toEqual(ids(`order_by=${orderBy}`));
          expect(new Set(seen).size).toBe(rows.length);
        },
      ),
    );
  });
});
