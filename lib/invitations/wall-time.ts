import { Temporal } from "temporal-polyfill";

/** A moment as people say it: the date (YYYY-MM-DD) and time (HH:MM) on the wall of a place. */
export type WallTime = { date: string; time: string; timeZone: string };

/** Which of the two is meant, of a time that comes twice because clocks are turned back. */
export const occurrences = ["earlier", "later"] as const;
export type Occurrence = (typeof occurrences)[number];

export type Moment = { ok: true; at: Date } | { ok: false; reason: "skipped" | "twice" };

const dateOf = (moment: Temporal.ZonedDateTime) => new Date(moment.epochMilliseconds);

/**
 * The moment that a wall time means. One that clocks leave out in spring (`skipped`) means none; one that comes twice in
 * autumn means two, and counts only with the `occurrence` said.
 * @throws {RangeError} for what is no date, time or zone
 */
export function momentOf({ date, time, timeZone }: WallTime, occurrence: Occurrence | null): Moment {
  const wall = Temporal.PlainDateTime.from(`${date}T${time}`);
  const [earlier, later] = occurrences.map((disambiguation) =>
    wall.toZonedDateTime(timeZone, { disambiguation }),
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { ok: true, at: dateOf(earlier) };
  if (!earlier.toPlainDateTime().equals(wall)) return { ok: false, reason: "skipped" };
  if (!occurrence) return { ok: false, reason: "twice" };
  return { ok: true, at: dateOf(occurrence === "earlier" ? earlier : later) };
}

/** What the clocks of a zone show, and for a time that comes twice, which one it is. */
export function wallTimeOf(at: Date, timeZone: string): WallTime & { occurrence: Occurrence | null } {
  const wall = zonedTime(at, timeZone).toPlainDateTime();
  const [earlier, later] = occurrences.map((disambiguation) =>
    wall.toZonedDateTime(timeZone, { disambiguation }),
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
  const comesTwice = earlier.epochMilliseconds !== later.epochMilliseconds;
  return {
    date: wall.toPlainDate().toString(),
    time: wall.toPlainTime().toString({ smallestUnit: "minute" }),
    timeZone,
    occurrence: comesTwice ? (at.getTime() === later.epochMilliseconds ? "later" : "earlier") : null,
  };
}

/** A moment together with the zone in which it is read. */
export const zonedTime = (at: Date, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
