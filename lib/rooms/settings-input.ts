import { z } from "zod";
import { PRINTABLE, roomAlias } from "./input";
import { roomLayouts } from "./layouts";

/** Lengths and numbers that a room's settings may have. */
export const ROOM_LIMITS = { name: 80, description: 500, participantsMin: 2, participantsMax: 1000 };

/** A ticked box sends "on"; one that is not ticked sends nothing. Messages are keys of `rooms.settings.errors`. */
const ticked = z
  .string()
  .optional()
  .transform((value) => value === "on");

/** One line of text. */
const line = z.string().trim().regex(PRINTABLE, "required").max(ROOM_LIMITS.name, "too_long");

/** Text in lines, as a text area sends it. */
const lines = z
  .string()
  .trim()
  .transform((text) => text.replace(/\r\n?/g, "\n"))
  .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), "characters")
  .refine((text) => text.length <= ROOM_LIMITS.description, "too_long");

/** A whole number; an empty field means none. */
const participants = z
  .string()
  .trim()
  .normalize("NFKC") // full-width digits, as a Japanese keyboard types them
  .refine((value) => value === "" || /^\d{1,9}$/.test(value), { error: "whole_number", abort: true })
  .transform((value) => (value === "" ? null : Number(value)))
  .refine(
    (n) => n === null || (n >= ROOM_LIMITS.participantsMin && n <= ROOM_LIMITS.participantsMax),
    "participants",
  );

/** What the owner sets for a room. */
export const roomSettings = z.object({
  name: line,
  description: lines,
  guestsCanPresent: ticked,
  mutesGuests: ticked,
  startsLocked: ticked,
  layout: z
    .enum(["", ...roomLayouts])
    .transform((value) => value || null)
    .catch(null),
  participantLimit: participants,
});
export type RoomSettings = z.output<typeof roomSettings>;

/** The form: which room, and which of its revisions was edited. */
export const saveRoomInput = roomSettings.extend({
  alias: roomAlias,
  revision: z.coerce.number().int().min(0).max(2_147_483_647),
});
export type SaveRoomInput = z.output<typeof saveRoomInput>;
