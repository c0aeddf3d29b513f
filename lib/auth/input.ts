import { z } from "zod";

/**
 * An e-mail or video address as people type it: case does not matter, a leading `sip:` is forgiven. Nothing that a
 * mail library could read in two ways gets past this: one @, no quotes, no spaces, plain ASCII.
 */
export const personAddress = z
  .string()
  .trim()
  .toLowerCase()
  .transform((value) => value.replace(/^sips?:/, ""))
  .pipe(
    z
      .string()
      .max(254)
      .regex(/^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: "address_format" }),
  );

const password = z.string().min(1, { error: "required" }).max(1024, { error: "too_long" });

export const addressInput = z.object({ address: personAddress });

export const signInInput = z.object({
  address: personAddress,
  password,
  keep: z.preprocess((value) => value === "on" || value === true, z.boolean()),
  /** Path of ours to go to afterwards; what is not one is ignored. */
  returnTo: z.string().max(2000).default(""),
});
export type SignInInput = z.output<typeof signInInput>;
