import { z } from "zod";

/** Lengths of a PIN that the bridge accepts (reference: Pexip Infinity management API, `pin`), in digits. */
export const PIN_LENGTH = { min: 4, max: 20 };

/** One character or more, none of them a control character: PostgreSQL takes no NUL. */
export const PRINTABLE = /^\P{Cc}+$/u;

/** Which room a form is about, by its first alias. */
export const roomAlias = z.string().max(250).regex(PRINTABLE);

/** An empty field means "no PIN". Messages are keys of the catalogue, below `rooms.pins.errors`. */
const pin = z
  .string()
  .trim()
  .normalize("NFKC") // full-width digits, as a Japanese keyboard types them
  .refine((value) => value === "" || /^\d+$/.test(value), { error: "digits_only", abort: true })
  .refine((value) => value === "" || (value.length >= PIN_LENGTH.min && value.length <= PIN_LENGTH.max), {
    error: "length",
  })
  .transform((value) => value || null);

/**
 * The PIN table of design.md, 2: no PINs, a host PIN alone, or both. Two PINs differ and have the same length: the
 * bridge could not tell otherwise when a caller has finished typing.
 */
export const setPinsInput = z
  .object({ alias: z.string().max(250).regex(PRINTABLE), hostPin: pin, guestPin: pin })
  .refine((v) => v.hostPin !== null || v.guestPin === null, { path: ["hostPin"], error: "guest_needs_host" })
  .refine((v) => v.hostPin === null || v.hostPin !== v.guestPin, { path: ["guestPin"], error: "pins_equal" })
  .refine((v) => !v.hostPin || !v.guestPin || v.hostPin.length === v.guestPin.length, {
    path: ["guestPin"],
    error: "pins_length_differs",
  });
export type SetPinsInput = z.output<typeof setPinsInput>;

/**
 * Filters of the room list, from the address: `q` searches name and alias, `show=past` has the rooms that are over, `after`
 * continues behind a room.
 */
export const roomListInput = z.object({
  q: z
    .string()
    .max(100)
    .transform((text) => text.replace(/\p{Cc}/gu, "").trim())
    .catch(""),
  show: z.literal("past").optional().catch(undefined),
  after: z.string().max(400).optional().catch(undefined),
});
export type RoomListInput = z.output<typeof roomListInput>;
