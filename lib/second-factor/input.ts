import { z } from "zod";

const base64url = z
  .string()
  .min(1)
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]+$/);

/** The fields of a browser's answer that are looked at (WebAuthn Level 3, 5.1.8); the rest is dropped. */
const credential = z.object({
  id: base64url.max(1400),
  rawId: base64url.max(1400),
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional().catch(undefined),
  clientExtensionResults: z.object({}).default({}),
});

const assertion = credential.extend({
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional().catch(undefined),
  }),
});

const transport = z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]);

const attestation = credential.extend({
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    // Words that are not known (yet) only cost the browser a hint.
    transports: z
      .array(transport.nullable().catch(null))
      .max(20)
      .default([])
      .transform((all) => all.filter((one) => one !== null)),
  }),
});

/** A text field that holds JSON. */
const json = z
  .string()
  .max(64_000)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "invalid" });
      return z.NEVER;
    }
  });

/** What a browser answers when a passkey has signed, as the JSON text that a form carries. */
export const passkeyAnswer = json.pipe(assertion);
export type PasskeyAnswer = z.output<typeof passkeyAnswer>;

/** What a browser answers when it has made a passkey. */
export const newPasskeyAnswer = json.pipe(attestation);
export type NewPasskeyAnswer = z.output<typeof newPasskeyAnswer>;

/** What a person calls a passkey. */
export const passkeyName = z.string().trim().min(1, { error: "required" }).max(60, { error: "too_long" });
