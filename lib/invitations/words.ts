import { formatter, type Locale, regionalTags, translator } from "../i18n";
import type { Ways } from "./ways";

/**
 * All that guests are told of a meeting. There is no place in it for the host PIN, so no text made from it can hold one.
 */
export type InvitationFacts = {
  uid: string;
  sequence: number;
  title: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
  note: string;
  organizer: { name: string; email: string };
  ways: Ways;
  /** How guests get in: directly, after a host, or with a PIN. */
  access: "open" | "lobby" | "pin";
  /** Only if the organizer chose to tell it. */
  guestPin: string | null;
  isCancelled: boolean;
};

/** What an invitation says, before it is laid out. `href` makes a value a link. */
export type InvitationWords = {
  locale: Locale;
  subject: string;
  lead: string;
  title: string;
  when: string[];
  note: string;
  waysTitle: string;
  ways: { label: string; lines: { text: string; href?: string }[] }[];
  access: string[];
};

/** What has become of an invitation: its subject and first line say so. */
export type Occasion = "invited" | "changed" | "cancelled";

/** An invitation in a guest's language, in the meeting's own time zone. */
export function invitationWords(facts: InvitationFacts, locale: Locale, occasion: Occasion): InvitationWords {
  const reading = { locale, timeZone: facts.timeZone, now: facts.startsAt };
  const t = translator(reading, "invitations.words");
  const { title, organizer, ways } = facts;
  const isOn = occasion !== "cancelled";
  return {
    locale,
    subject: t(`subject.${occasion}`, { title }),
    lead: t(`lead.${occasion}`, { name: organizer.name }),
    title,
    when: whenOf(facts, locale),
    note: isOn ? facts.note : "",
    waysTitle: t("waysTitle"),
    ways: isOn ? waysIn(ways, locale) : [],
    access: isOn
      ? [t(`access.${facts.access}`), ...(facts.guestPin ? [t("pin", { pin: facts.guestPin })] : [])]
      : [],
  };
}

/** Date, beginning and end with the zone, and the same in UTC for those who sit in another. */
function whenOf({ startsAt, endsAt, timeZone }: InvitationFacts, locale: Locale): string[] {
  const said = (zone: string) =>
    formatter({ locale, timeZone: zone, now: startsAt }).dateTimeRange(startsAt, endsAt, "meeting");
  const local = `${said(timeZone)} (${timeZone.replaceAll("_", " ")})`;
  return timeZone === "UTC" ? [said("UTC")] : [local, said("UTC")];
}

function waysIn(ways: Ways, locale: Locale): InvitationWords["ways"] {
  const t = translator({ locale, timeZone: "UTC", now: new Date(0) }, "invitations.words");
  const regions = new Intl.DisplayNames(regionalTags[locale], { type: "region" });
  const link = (text: string, href = text) => ({ text, href });
  const telephones = ways.telephones.map(({ region, number }) => ({
    text: `${regions.of(region) ?? region}: ${number}`,
    href: `tel:${number.replace(/[^+\d]/g, "")}`,
  }));
  return [
    ...(ways.web ? [{ label: t("ways.web"), lines: [link(ways.web)] }] : []),
    ...(ways.videoAddress ? [{ label: t("ways.videoAddress"), lines: [{ text: ways.videoAddress }] }] : []),
    ...(ways.videoAddress
      ? [
          {
            label: t("ways.sip"),
            lines: [link(`sip:${ways.videoAddress}`), { text: `h323:${ways.videoAddress}` }],
          },
        ]
      : []),
    ...(ways.skype ? [{ label: t("ways.skype"), lines: [link(ways.skype, asSip(ways.skype))] }] : []),
    ...(ways.teams
      ? [
          {
            label: t("ways.teams"),
            lines: [/^https:/.test(ways.teams) ? link(ways.teams) : { text: ways.teams }],
          },
        ]
      : []),
    ...(telephones.length > 0
      ? [
          {
            label: t("ways.telephone"),
            lines: [...telephones, { text: t("ways.number", { number: ways.number ?? "" }) }],
          },
        ]
      : []),
  ];
}

const asSip = (address: string) => (address.startsWith("sip:") ? address : `sip:${address}`);
