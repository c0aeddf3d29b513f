import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarOf } from "./calendar";
import { invitationDocument, invitationHtml, invitationText } from "./text";
import { waysOf } from "./ways";
import { type InvitationFacts, invitationWords, type Occasion } from "./words";

const settings = {
  BRIDGE_WEB_URL: "https://join.example/webapp/m/{alias}/",
  BRIDGE_SKYPE_ADDRESS: "{address}",
  BRIDGE_TEAMS_ADDRESS: "{number}@teams.example",
  DIAL_IN_NUMBERS: [{ region: "NO", number: "+47 21 00 00 00" }],
};
const facts: InvitationFacts = {
  uid: "one@portal.example",
  sequence: 2,
  title: "Budget",
  startsAt: new Date("2026-12-01T13:00Z"),
  endsAt: new Date("2026-12-01T14:00Z"),
  timeZone: "Europe/Oslo",
  note: "Bring figures",
  organizer: { name: "Hana Host", email: "hana@acme.example" },
  ways: waysOf("host.acme", ["host.acme", "host.acme@acme.vc.example", "70010001"], settings),
  access: "pin",
  guestPin: "135790",
  isCancelled: false,
};
const occasions: Occasion[] = ["invited", "changed", "cancelled"];

describe("an invitation", () => {
  it("names every way to join, in the guest's language and the meeting's time zone", () => {
    const text = invitationText(invitationWords(facts, "en", "invited"));
    for (const part of [
      "Hana Host invites you",
      "Tuesday, 1 December 2026, 14:00–15:00 CET (Europe/Oslo)",
      "13:00–14:00 UTC",
      "https://join.example/webapp/m/host.acme/",
      "sip:host.acme@acme.vc.example",
      "h323:host.acme@acme.vc.example",
      "Skype for Business",
      "70010001@teams.example",
      "Norway: +47 21 00 00 00",
      "Conference number: 70010001",
      "PIN: 135790",
      "Bring figures",
    ])
      expect(text).toContain(part);
    const japanese = invitationText(invitationWords(facts, "ja", "invited"));
    expect(japanese).toMatch(/ノルウェー: \+47/);
    expect(japanese).toMatch(/2026\/12\/1|2026年12月1日/);
    expect(japanese).not.toMatch(/Conference number|invites you/);
  });

  it("leaves out ways that have no setting, or that the room has no name for", () => {
    const none = {
      BRIDGE_WEB_URL: undefined,
      BRIDGE_SKYPE_ADDRESS: undefined,
      BRIDGE_TEAMS_ADDRESS: undefined,
    };
    const ways = waysOf("room", ["room"], { ...settings, ...none });
    expect(ways).toEqual({
      web: null,
      videoAddress: null,
      skype: null,
      teams: null,
      telephones: [],
      number: null,
    });
    const text = invitationText(invitationWords({ ...facts, ways, guestPin: null }, "en", "invited"));
    expect(text).not.toMatch(/Skype|Teams|SIP|Telephone|PIN: /);
    expect(waysOf("a b", ["a b"], settings).web).toBe("https://join.example/webapp/m/a%20b/");
  });

  it("tells nothing of how to join once it is cancelled", () => {
    const words = invitationWords(facts, "en", "cancelled");
    expect(invitationText(words)).toContain("Hana Host has cancelled");
    expect(invitationText(words)).not.toMatch(/135790|host\.acme|Bring/);
  });

  it("is whole in each language on each occasion", () => {
    for (const locale of ["en", "ja"] as const)
      for (const occasion of occasions) {
        const words = invitationWords(facts, locale, occasion);
        expect(JSON.stringify(words)).not.toMatch(/invitations\.words|\{\w+\}/);
        expect(words.subject).toContain("Budget");
      }
  });

  it("is HTML that holds nothing but what was typed, and fetches nothing", () => {
    const typed = fc.string({ unit: fc.constantFrom("<", ">", '"', "'", "&", "a", "\n", "/", "script") });
    fc.assert(
      fc.property(typed, typed, typed, (title, note, name) => {
        const odd = { ...facts, title, note, organizer: { ...facts.organizer, name } };
        const html = invitationHtml(invitationWords(odd, "en", "invited"));
        const tags = new Set([...html.matchAll(/<\/?([^\s>]*)/g)].map((match) => match[1]));
        expect([...tags].filter((tag) => !["div", "p", "a", "br"].includes(tag ?? ""))).toEqual([]);
      }),
    );
    const document = invitationDocument(invitationWords(facts, "en", "invited"));
    expect(document).not.toMatch(/<img|<link|src=|url\(|@import|<script/);
    expect(document).toContain('href="https://join.example/webapp/m/host.acme/"');
  });
});

describe("the calendar file", () => {
  const guest = { name: "Ann", email: "ann@mail.example" };
  const linesOf = (file: string) => file.replaceAll("\r\n ", "").split("\r\n");

  it("keeps UID, sequence and zone, and asks for an answer", () => {
    const lines = linesOf(calendarOf(facts, "en", "REQUEST", [guest]));
    expect(lines).toEqual(
      expect.arrayContaining([
        "METHOD:REQUEST",
        "TZID:Europe/Oslo",
        "UID:one@portal.example",
        "SEQUENCE:2",
        "DTSTART;TZID=Europe/Oslo:20261201T140000",
        "DTEND;TZID=Europe/Oslo:20261201T150000",
        "SUMMARY:Budget",
        "STATUS:CONFIRMED",
      ]),
    );
    expect(lines.find((line) => line.startsWith("DTSTAMP"))).toMatch(/^DTSTAMP:\d{8}T\d{6}Z$/);
    expect(lines.find((line) => line.startsWith("ORGANIZER"))).toContain("mailto:hana@acme.example");
    expect(lines.find((line) => line.startsWith("ATTENDEE"))).toMatch(/RSVP=TRUE.*mailto:ann@mail\.example/i);
    const cancelled = linesOf(
      calendarOf({ ...facts, sequence: 3, isCancelled: true }, "en", "CANCEL", [guest]),
    );
    expect(cancelled).toEqual(
      expect.arrayContaining(["METHOD:CANCEL", "UID:one@portal.example", "SEQUENCE:3", "STATUS:CANCELLED"]),
    );
    expect(cancelled.join()).not.toContain("135790");
  });

  it("says the right moment in every zone: by rules that hold on that day, or in UTC", () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"), "UTC");
    const starts = fc.date({ min: new Date("2026-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(zones, starts, (timeZone, startsAt) => {
        startsAt.setUTCSeconds(0, 0);
        const endsAt = new Date(startsAt.getTime() + 3_600_000);
        const lines = linesOf(calendarOf({ ...facts, timeZone, startsAt, endsAt }, "en", "PUBLISH"));
        const start = lines.find((line) => line.startsWith("DTSTART") && !/:19\d\d/.test(line)) ?? "";
        const zoned = /^DTSTART;TZID=([^:]+):(\d{8})T(\d{6})$/.exec(start);
        if (!zoned) {
          const utc = startsAt.toISOString().replace(/[-:]|\.\d+/g, "");
          expect(lines.filter((line) => line.startsWith("DTSTART"))).toEqual([`DTSTART:${utc}`]);
          return;
        }
        expect(zoned[1]).toBe(timeZone);
        expect(lines).toContain(`TZID:${timeZone}`);
      }),
      { numRuns: 200 },
    );
  });

  it("cannot be given lines of its own by what people type", () => {
    const typed = fc.string({ unit: fc.constantFrom("\r", "\n", ":", ";", '"', "X", "BEGIN:VEVENT", " ") });
    fc.assert(
      fc.property(typed, typed, typed, (title, note, name) => {
        const odd = { ...facts, title, note, organizer: { ...facts.organizer, name } };
        const lines = linesOf(calendarOf(odd, "en", "REQUEST", [{ name, email: "ann@mail.example" }]));
        expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(1);
        expect(lines.every((line) => line === "" || /^[A-Z-]+[:;]/.test(line))).toBe(true);
      }),
    );
  });
});
