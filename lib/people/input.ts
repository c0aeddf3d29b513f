import { z } from "zod";

// PostgreSQL has no character NUL.
const text = z
  .string()
  .max(200)
  .transform((value) => value.replaceAll("\0", "").trim());

/** What a list of people is asked for; nonsense in an address starts it from the beginning. */
export const peopleListInput = z.object({
  /** Part of a name or address. */
  q: text.catch(""),
  after: z.string().max(1000).optional().catch(undefined),
});
export type PeopleListInput = z.output<typeof peopleListInput>;
