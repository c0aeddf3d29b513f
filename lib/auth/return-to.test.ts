import { expect, it } from "vitest";
import { safeReturnTo } from "./return-to";

it("goes to paths of ours, with their query", () => {
  for (const path of ["/rooms", "/rooms/host.acme/live?f=lobby#x", "/a%2Fb"]) {
    expect(safeReturnTo(path, "/home")).toBe(path);
  }
});

it("goes nowhere else", () => {
  const elsewhere = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "javascript:alert(1)",
    "rooms",
    "",
    undefined,
    ["/rooms"],
    `/${"x".repeat(3000)}`,
  ];
  for (const value of elsewhere)
    expect(safeReturnTo(value, "/home"), String(value).slice(0, 30)).toBe("/home");
});
