import { z } from "zod";
import { personAddress } from "../auth/input";
import { isTimeZone, locales } from "../i18n";
import { PRINTABLE, roomAlias } from "../rooms/input";
import { Day, Minute } from "../time";
import { momentOf, occurrences } from "./wall-time";

/** What an invitation may hold. Durations in minutes. */
export const INVITATION_LIMITS = {
  title: 100,
  note: 1000,
  guests: 50,
  guestName: 100,
  durationMin: 5,
  durationMax: 24 * 60,
};

/** A meeting that begins now is typed a little later than it begins, in milliseconds. */
const LATE_MS = 10 * Minute.ms;
/** Further ahead nobody plans a meeting, and typing errors do, in milliseconds. */
const AHEAD_MS = 3 * 365 * Day.ms;

const ticked = z
  .string()
  .optional()
  .transform((value) => value === "on");

const guest = z.object({
  email: personAddress,
  name: z
    .string()
    .trim()
    .max(INVITATION_LIMITS.guestName, "too_long")
    .regex(/^\P{Cc}*$/u, "characters"),
  locale: z.enum(locales),
});
export type Guest = z.output<typeof guest>;

const shape = z.object({
  room: roomAlias,
  title: z.string().trim().regex(PRINTABLE, "required").max(INVITATION_LIMITS.title, "too_long"),
  date: z.iso.date("date"),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "time"),
  timeZone: z.string().refine(isTimeZone, "time_zone"),
  occurrence: z.enum(occurrences).nullable().catch(null),
  durationMinutes: z
    .string()
    .trim()
    .normalize("NFKC") // full-width digits, as a Japanese keyboard types them
    .regex(/^\d{1,5}$/, { error: "duration", abort: true })
    .transform(Number)
    .refine((n) => n >= INVITATION_LIMITS.durationMin && n <= INVITATION_LIMITS.durationMax, "duration"),
  note: z
    .string()
    .trim()
    .transform((text) => text.replace(/\r\n?/g, "\n"))
    .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), "characters")
    .refine((text) => text.length <= INVITATION_LIMITS.note, "too_long"),
  includesGuestPin: ticked,
});

/** What an organizer says of a meeting and its guests. */
export type InvitationInput = Omit<z.output<typeof shape>, "date" | "time" | "occurrence"> & {
  startsAt: Date;
  guests: Guest[];
};

/** `fields` holds keys of `invitations.errors`, by the fields' names in the form. */
export type ParsedInvitation =
  | { ok: true; input: InvitationInput }
  | { ok: false; fields: Record<string, string> };

/**
 * Reads the form of an invitation.
 * @param unchangedStart when a meeting that has begun is edited: this start is not refused for being over
 */
export function parseInvitation(
  text: Record<string, string>,
  now: Date,
  unchangedStart?: Date,
): ParsedInvitation {
  const fields: Record<string, string> = {};
  const { guests, refused } = guestsOf(text);
  Object.assign(fields, refused);
  const parsed = shape.safeParse(text);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) fields[issue.path.join(".")] ??= issue.message;
    return { ok: false, fields };
  }
  const { date, time, occurrence, ...rest } = parsed.data;
  const moment = momentOf({ date, time, timeZone: rest.timeZone }, occurrence);
  if (!moment.ok) return { ok: false, fields: { ...fields, time: moment.reason } };
  const problem = windowProblem(moment.at, rest.durationMinutes, now, unchangedStart);
  if (problem) fields.date = problem;
  if (Object.keys(fields).length > 0) return { ok: false, fields };
  return { ok: true, input: { ...rest, startsAt: moment.at, guests } };
}

/** Why a meeting cannot be at that time; null when it can. */
export function windowProblem(
  startsAt: Date,
  durationMinutes: number,
  now: Date,
  unchangedStart?: Date,
): "past" | "too_far" | null {
  const start = startsAt.getTime();
  const isOver = start + durationMinutes * Minute.ms <= now.getTime();
  const isUnchanged = unchangedStart?.getTime() === start;
  if (isOver || (!isUnchanged && start < now.getTime() - LATE_MS)) return "past";
  return start > now.getTime() + AHEAD_MS ? "too_far" : null;
}

/** The guests' lines of the form, `guest-0-email` and so on. Empty lines are nobody. */
function guestsOf(text: Record<string, string>): { guests: Guest[]; refused: Record<string, string> } {
  const refused: Record<string, string> = {};
  const guests = new Map<string, Guest>();
  for (let line = 0; line < INVITATION_LIMITS.guests; line++) {
    const at = (name: string) => `guest-${line}-${name}`;
    const [email = "", name = "", locale] = ["email", "name", "locale"].map((part) => text[at(part)]);
    if (!email.trim() && !name.trim()) continue;
    const parsed = guest.safeParse({ email, name, locale });
    if (parsed.success) {
      if (guests.has(parsed.data.email)) refused[at("email")] = "guest_twice";
      guests.set(parsed.data.email, parsed.data);
    } else for (const issue of parsed.error.issues) refused[at(String(issue.path[0]))] ??= issue.message;
  }
  return { guests: [...guests.values()], refused };
}

/** Which invitations are listed, from the address: `after` continues behind one. */
export const invitationListInput = z.object({
  show: z.enum(["upcoming", "past"]).catch("upcoming"),
  after: z.string().max(400).optional().catch(undefined),
});
export type InvitationListInput = z.output<typeof invitationListInput>;
