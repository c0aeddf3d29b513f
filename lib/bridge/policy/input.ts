import { z } from "zod";

/** The bridge cuts strings at 250 characters; a NUL is in no address, and PostgreSQL refuses it. */
const text = z
  .string()
  .max(250)
  .regex(/^\P{Cc}*$/u, "control characters");
const flag = z
  .enum(["True", "False", "true", "false", ""])
  .transform((value) => value.toLowerCase() === "true");

/** Parameters that decide an answer; the bridge sends more, which are of no concern. */
export const callQuery = z.object({
  local_alias: text.min(1),
  remote_alias: text.default(""),
  registered: flag.default(false),
  service_tag: text.default(""),
});
export type CallQuery = z.output<typeof callQuery>;

export const directoryQuery = z.object({
  q: text.default(""),
  registration_alias: text.default(""),
  limit: z.coerce.number().int().min(1).max(100).default(10),
});
export type DirectoryQuery = z.output<typeof directoryQuery>;

export const registrationAlias = text.min(1);

/** A query string as an object. @throws {z.ZodError} for a parameter sent twice, which two parsers would read in two ways */
export function singleValues(query: URLSearchParams): Record<string, string> {
  const names = [...query.keys()].filter((name) => !name.startsWith("idp_attribute_"));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new z.ZodError([{ code: "custom", path: [twice.slice(0, 40)], message: "sent twice", input: "" }]);
  return Object.fromEntries(query);
}
