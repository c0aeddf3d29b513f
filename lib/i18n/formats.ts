import type { Formats } from "use-intl";

/** Named formats. Every time of day carries its zone: people of one meeting sit in several. */
export const formats = {
  dateTime: {
    /** 14:03 CET */
    clock: { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" },
    /** 14:03:12 CET */
    second: {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    },
    /** 23 Nov 2026, 14:03 CET */
    moment: {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    },
    /** Monday, 23 November 2026, 14:03–15:03 CET */
    meeting: {
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    },
  },
} as const satisfies Formats;
