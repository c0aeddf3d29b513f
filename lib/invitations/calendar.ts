import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
} from "ical-generator";
import { tzlib_get_ical_block, tzlib_get_offset, tzlib_get_timezones } from "timezones-ical-library";
import type { Locale } from "../i18n";
import { invitationText } from "./text";
import { zonedTime } from "./wall-time";
import { type InvitationFacts, invitationWords } from "./words";

/** What a calendar does with the file (RFC 5546, 3.2): take it up by itself, or as an invitation that is answered. */
export type CalendarMethod = "PUBLISH" | "REQUEST" | "CANCEL";

type Attendee = { name: string; email: string };

/**
 * A meeting as an iCalendar file (RFC 5545). Updates and the cancellation carry the same UID and a higher SEQUENCE.
 * @param guests whom the file invites; none for one that somebody downloads
 */
export function calendarOf(
  facts: InvitationFacts,
  locale: Locale,
  method: CalendarMethod,
  guests: readonly Attendee[] = [],
): string {
  const words = invitationWords(facts, locale, method === "CANCEL" ? "cancelled" : "invited");
  const zone = describedZone(facts);
  const at = (moment: Date) => zonedTime(moment, zone?.name ?? "UTC");
  const calendar = ical({
    prodId: { company: "MyPages", product: "Invitations", language: locale.toUpperCase() },
    method: ICalCalendarMethod[method],
    // The name stays empty: with one, the library writes DTSTAMP in that zone, where UTC is due (RFC 5545, 3.8.7.2).
    timezone: zone ? { name: null, generator: () => zone.block } : null,
  });
  calendar.createEvent({
    id: facts.uid,
    sequence: facts.sequence,
    start: at(facts.startsAt),
    end: at(facts.endsAt),
    timezone: zone?.name ?? null,
    summary: facts.title,
    description: { plain: invitationText(words) },
    location: facts.ways.web ?? facts.ways.videoAddress ?? null,
    url: facts.ways.web,
    organizer: { ...facts.organizer, name: facts.organizer.name || facts.organizer.email },
    status: facts.isCancelled || method === "CANCEL" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    attendees: guests.map(({ name, email }) => ({
      name: name || email,
      email,
      rsvp: method === "REQUEST",
      role: ICalAttendeeRole.REQ,
      status: ICalAttendeeStatus.NEEDSACTION,
    })),
  });
  return calendar.toString();
}

const known = new Set(tzlib_get_timezones());

/**
 * The meeting's zone with its VTIMEZONE, or null when the times had better stand in UTC: for a zone without clocks of its
 * own, and for one whose published rules leave out what clocks do on that day.
 */
function describedZone({
  timeZone,
  startsAt,
  endsAt,
}: InvitationFacts): { name: string; block: string } | null {
  if (timeZone === "UTC" || !known.has(timeZone)) return null;
  const agrees = [startsAt, endsAt].every((moment) => {
    const wall = zonedTime(moment, timeZone);
    const [date = "", time = ""] = wall.toPlainDateTime().toString({ smallestUnit: "minute" }).split("T");
    return tzlib_get_offset(timeZone, date, time) === wall.offset.replace(":", "");
  });
  if (!agrees) return null;
  const [block = ""] = tzlib_get_ical_block(timeZone);
  // Zones of one rule share a block, under the name of one of them.
  const named = block.replace(/^(TZID|X-LIC-LOCATION):.*$/gm, `$1:${timeZone}`);
  return { name: timeZone, block: named };
}
