import { afterEach, describe, expect, it, vi } from "vitest";
import { choiceOf, generatePin, missingPin, pinsFor } from "./pin-choice";

const limits = { min: 4, max: 20 };

afterEach(() => {
  vi.restoreAllMocks();
});

it("choiceOf reads the PIN table", () => {
  expect(choiceOf({ host: "", guest: "" })).toBe("open");
  expect(choiceOf({ host: "1234", guest: "" })).toBe("host");
  expect(choiceOf({ host: "1234", guest: "5678" })).toBe("both");
});

it("pinsFor leaves out what the choice does not ask for, however much was typed", () => {
  const typed = { host: "1234", guest: "5678" };
  expect(pinsFor("open", typed)).toEqual({ host: "", guest: "" });
  expect(pinsFor("host", typed)).toEqual({ host: "1234", guest: "" });
  expect(pinsFor("both", typed)).toEqual(typed);
});

it("missingPin names the first empty field that the choice asks for", () => {
  expect(missingPin("open", { host: "", guest: "" })).toBeNull();
  expect(missingPin("host", { host: " ", guest: "" })).toBe("hostPin");
  expect(missingPin("both", { host: "1234", guest: "" })).toBe("guestPin");
  expect(missingPin("both", { host: "", guest: "" })).toBe("hostPin");
});

describe("generatePin", () => {
  it("makes six digits, or as many as the other PIN has", () => {
    expect(generatePin("", limits)).toMatch(/^\d{6}$/);
    expect(generatePin("12345678", limits)).toMatch(/^\d{8}$/);
    expect(generatePin("12", limits)).toMatch(/^\d{6}$/);
    expect(generatePin("abcd", limits)).toMatch(/^\d{6}$/);
  });

  it("never makes the other PIN", () => {
    const bytes = [1, 2, 3, 4, 1, 2, 3, 5];
    vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
      if (array instanceof Uint8Array) array[0] = bytes.shift() ?? 0;
      return array;
    });
    expect(generatePin("1234", limits)).toBe("1235");
  });

  it("passes over bytes that would favour some digits", () => {
    const bytes = [250, 255, 249, 7, 7, 7, 7, 7];
    vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
      if (array instanceof Uint8Array) array[0] = bytes.shift() ?? 0;
      return array;
    });
    expect(generatePin("", limits)).toBe("977777");
  });
});
