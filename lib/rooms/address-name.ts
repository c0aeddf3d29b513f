import { z } from "zod";

/** Lengths of the name in a room's addresses, in characters. */
export const ADDRESS_NAME = { min: 3, max: 40 };

/** Names that callers would take for the service itself, and those that mail and web standards keep (RFC 2142). */
const reserved = new Set(
  `abuse account accounts admin administrator api apps billing bridge conference echo emergency feedback help helpdesk
   host hostmaster info install join live localhost login lobby mail me meet meeting moderator mypages network noc
   no-reply noreply null official operator partner pexip ping portal postmaster privacy root sales saml security service
   settings signin sip status support sysadmin system team teams test undefined vc video webapp webmaster www`.split(
    /\s+/,
  ),
);

/**
 * The name that a room's addresses begin with, as people type it. Only a to z, digits, and single dots, hyphens and
 * underscores between them: every keyboard, telephone book and video system has these, and no two look the same. Messages
 * are keys of `rooms.addressName.errors`.
 */
export const addressName = z
  .string()
  .trim()
  .normalize("NFKC") // full-width letters, as a Japanese keyboard types them
  .toLowerCase()
  .refine((name) => name !== "", { error: "required", abort: true })
  .refine((name) => /^[a-z0-9._-]+$/.test(name), { error: "characters", abort: true })
  .refine((name) => name.length >= ADDRESS_NAME.min && name.length <= ADDRESS_NAME.max, {
    error: "length",
    abort: true,
  })
  .refine((name) => /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(name), { error: "edges", abort: true })
  // Conference numbers are the service's to give.
  .refine((name) => /[a-z]/.test(name), { error: "number", abort: true })
  .refine((name) => !reserved.has(name), "reserved");
