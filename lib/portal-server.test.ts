import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { callerAddress, canonicalAddress } from "./portal-server";

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { "x-forwarded-for": forwarded } }) as unknown as IncomingMessage;

describe("the caller's address", () => {
  it("is the connection's when no proxy of ours stands in front, whatever a header claims", () => {
    expect(callerAddress(from("198.51.100.7", "10.0.0.1"), 0)).toBe("198.51.100.7");
  });

  it("is what the outermost of our proxies saw; what the caller put before it is not believed", () => {
    const request = from("10.0.0.1", "made up, 198.51.100.7, 10.0.0.2");
    expect(callerAddress(request, 2)).toBe("198.51.100.7");
    expect(callerAddress(request, 1)).toBe("10.0.0.2");
  });

  it("is the connection's when the header is missing", () => {
    expect(callerAddress(from("10.0.0.1"), 2)).toBe("10.0.0.1");
  });
});

describe("the canonical address", () => {
  const page = (host: string, url: string, method = "GET") =>
    ({ method, url, headers: { host, accept: "text/html" } }) as unknown as IncomingMessage;
  const portal = "https://portal.example";

  it("is where people are sent who typed another name of this machine", () => {
    expect(canonicalAddress(page("10.0.0.1:3000", "/rooms?q=a"), portal)).toBe(
      "https://portal.example/rooms?q=a",
    );
    expect(canonicalAddress(page("portal.example", "/rooms"), portal)).toBeNull();
  });

  it("never leads off the site, and does not lose what is being sent", () => {
    for (const url of ["//evil.example/", "/\\\\evil.example/", "\\\\evil.example"]) {
      expect(new URL(canonicalAddress(page("x", url), portal) ?? "").host, url).toBe("portal.example");
    }
    expect(canonicalAddress(page("x", "/login", "POST"), portal)).toBeNull();
  });
});
