import { describe, expect, it } from "vitest";
import { localeOf } from "./locales";
import { isTimeZone } from "./time-zone";

describe("localeOf", () => {
  it("takes the person's choice before the account's and the browser's", () => {
    expect(localeOf({ cookie: "ja", account: "en", acceptLanguage: "en" })).toBe("ja");
    expect(localeOf({ account: "ja", acceptLanguage: "en" })).toBe("ja");
    expect(localeOf({ acceptLanguage: "ja" })).toBe("ja");
  });

  it("reads weights and regions of Accept-Language", () => {
    expect(localeOf({ acceptLanguage: "sv-SE, ja-JP;q=0.5, en-US;q=0.8" })).toBe("en");
    expect(localeOf({ acceptLanguage: "en;q=0, ja;q=0.1" })).toBe("ja");
  });

  it("falls back to English for languages it does not speak and for nonsense", () => {
    for (const acceptLanguage of ["sv", "*", "", ";;q=x,,", null])
      expect(localeOf({ acceptLanguage })).toBe("en");
    expect(localeOf({ cookie: "tlh", account: "xx" })).toBe("en");
  });
});

describe("isTimeZone", () => {
  it("knows IANA names and nothing else", () => {
    for (const name of ["UTC", "Asia/Kathmandu", "America/Argentina/Buenos_Aires"])
      expect(isTimeZone(name)).toBe(true);
    for (const name of ["", "Mars/Olympus", "+02:00", "Europe/Stockholm\n"])
      expect(isTimeZone(name)).toBe(false);
  });
});
