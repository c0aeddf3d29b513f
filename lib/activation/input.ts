import { z } from "zod";
import { consentInput } from "../legal";

/** What the activation form sends. */
export const activationInput = consentInput.extend({
  // Judged where a password is set; here only that there is one.
  password: z.string().min(1, { error: "required" }),
});
