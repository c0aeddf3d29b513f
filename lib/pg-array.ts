/** What an array literal must escape (PostgreSQL: Arrays, "Array Input and Output Syntax"). */
const SPECIAL = /["\\]/;

/**
 * Texts as one array literal of PostgreSQL. The driver's own way looks at each element three times, which is most of
 * what a bulk of some thousand rows costs; here only those columns pay that have something to escape.
 */
export function textArray(values: readonly string[]): string {
  if (values.length === 0) return "{}";
  const escaped = SPECIAL.test(values.join(""))
    ? values.map((value) => value.replaceAll("\\", "\\\\").replaceAll('"', '\\"'))
    : values;
  return `{"${escaped.join('","')}"}`;
}

/** Numbers, booleans and times as one array literal; null where there is none. */
export const plainArray = (values: readonly (number | boolean | Date | null)[]): string =>
  `{${values.map((value) => (value instanceof Date ? value.toISOString() : String(value))).join(",")}}`;
