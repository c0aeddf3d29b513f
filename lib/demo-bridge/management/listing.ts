import { HttpAnswer } from "../http/exchange";

/** Page size when none is asked for, and the largest there is (reference: Management API, common rules). */
const pageDefault = 20;
const pageMax = 10_000;

type Row = Record<string, unknown>;
type Test = (value: unknown) => boolean;

const notAFilter = new Set(["limit", "offset", "order_by", "format"]);
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/;

/** Times compare as text once they have one form: UTC, six digits of fraction. */
function comparable(value: unknown): string | number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? "true" : "false";
  const text = String(value ?? "");
  if (!isoTime.test(text)) return text;
  const [whole = "", fraction = ""] = text.replace(/Z$/, "").split(".");
  return `${whole}.${fraction.padEnd(6, "0").slice(0, 6)}`;
}

/** Brings the text of a query to the kind of the value it is compared with. */
function wantedLike(value: unknown, text: string): string | number {
  if (typeof value === "number") return Number(text);
  if (typeof value === "boolean") return /^(true|1)$/i.test(text) ? "true" : "false";
  return comparable(text);
}

const compares =
  (text: string, holds: (a: string | number, b: string | number) => boolean): Test =>
  (value) =>
    value !== null &&
    value !== undefined &&
    value !== "" &&
    holds(comparable(value), wantedLike(value, text));

const contains = (
  text: string,
  fold: (text: string) => string,
  how: "includes" | "startsWith" | "endsWith",
): Test => {
  const wanted = fold(text);
  return (value) => fold(String(value ?? ""))[how](wanted);
};

const asIs = (text: string) => text;
const lower = (text: string) => text.toLowerCase();

const operators: Record<string, (text: string) => Test> = {
  exact: (text) => (value) => comparable(value) === wantedLike(value, text),
  iexact: (text) => (value) => lower(String(value ?? "")) === lower(text),
  in: (text) => (value) => text.split(",").some((one) => comparable(value) === wantedLike(value, one)),
  contains: (text) => contains(text, asIs, "includes"),
  icontains: (text) => contains(text, lower, "includes"),
  startswith: (text) => contains(text, asIs, "startsWith"),
  istartswith: (text) => contains(text, lower, "startsWith"),
  endswith: (text) => contains(text, asIs, "endsWith"),
  iendswith: (text) => contains(text, lower, "endsWith"),
  gt: (text) => compares(text, (a, b) => a > b),
  gte: (text) => compares(text, (a, b) => a >= b),
  lt: (text) => compares(text, (a, b) => a < b),
  lte: (text) => compares(text, (a, b) => a <= b),
  isnull: (text) => (value) => (value === null || value === undefined) === /^(true|1)$/i.test(text),
};

function filters(query: URLSearchParams): { field: string; test: Test }[] {
  const found: { field: string; test: Test }[] = [];
  for (const [name, text] of query) {
    if (notAFilter.has(name)) continue;
    const mark = name.lastIndexOf("__");
    const field = mark < 0 ? name : name.slice(0, mark);
    const operator = operators[mark < 0 ? "exact" : name.slice(mark + 2)];
    if (!operator) throw new HttpAnswer(400, { error: `The filter '${name}' is not known.` });
    found.push({ field, test: operator(text) });
  }
  return found;
}

function ordered<R extends Row>(rows: R[], orderBy: string | null): R[] {
  if (!orderBy) return rows;
  const descending = orderBy.startsWith("-");
  const field = descending ? orderBy.slice(1) : orderBy;
  const sign = descending ? -1 : 1;
  return rows.toSorted((x, y) => {
    const [a, b] = [comparable(x[field]), comparable(y[field])];
    return a === b ? 0 : sign * (a < b ? -1 : 1);
  });
}

function wholeNumber(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d+$/.test(text))
    throw new HttpAnswer(400, { error: `Invalid ${name} '${text}': a whole number is needed.` });
  return Number(text);
}

/**
 * Answers a list request: filters (`field=`, `field__in=`, `__icontains`, `__gte` …), `order_by`, and one page in the
 * envelope with `meta`.
 * @throws {HttpAnswer} 400 for a field, filter or number that does not exist.
 */
export function list<R extends Row>(path: string, rows: Iterable<R>, query: URLSearchParams) {
  const all = [...rows];
  const wanted = filters(query);
  const sample = all[0];
  for (const { field } of wanted) {
    if (sample && !(field in sample))
      throw new HttpAnswer(400, { error: `The '${field}' field does not allow filtering.` });
  }
  const matching = all.filter((row) => wanted.every(({ field, test }) => test(row[field])));
  const sorted = ordered(matching, query.get("order_by"));
  const limit = Math.min(wholeNumber(query, "limit", pageDefault) || pageMax, pageMax);
  const offset = wholeNumber(query, "offset", 0);
  const pageAt = (start: number) => {
    const search = new URLSearchParams(query);
    search.set("limit", String(limit));
    search.set("offset", String(start));
    return `${path}?${search.toString()}`;
  };
  return {
    meta: {
      limit,
      offset,
      total_count: sorted.length,
      next: offset + limit < sorted.length ? pageAt(offset + limit) : null,
      previous: offset > 0 ? pageAt(Math.max(0, offset - limit)) : null,
    },
    objects: sorted.slice(offset, offset + limit),
  };
}
