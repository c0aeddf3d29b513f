import { z } from "zod";

const tick = z.literal("on", { error: "required" });

/** What the activation form sends. The ids are of the texts that the person was shown. */
export const activationInput = z.object({
  // Judged where a password is set; here only that there is one.
  password: z.string().min(1, { error: "required" }),
  acceptTerms: tick,
  acceptPrivacy: tick,
  termsId: z.uuid(),
  privacyId: z.uuid(),
});
