import { describe, expect, it } from "vitest";
import { deviceOf, networkOf } from "./own-sessions";

const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
const edge =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";

describe("deviceOf", () => {
  it("names browser, system and kind", () => {
    expect(deviceOf(iphone)).toEqual({ browser: "Safari 18", system: "iOS", kind: "phone" });
    expect(deviceOf(edge)).toEqual({ browser: "Microsoft Edge 140", system: "Windows", kind: "desktop" });
  });

  it("claims nothing that it does not know", () => {
    expect(deviceOf(null)).toEqual({ browser: null, system: null, kind: "other" });
    expect(deviceOf("\u0000<script>")).toMatchObject({ system: null, kind: "other" });
  });
});

describe("networkOf", () => {
  it("tells this machine and local networks from the rest", () => {
    const of: Record<string, string[]> = {
      loopback: ["127.0.0.1", "::1", "::ffff:127.0.0.1"],
      private: ["10.1.2.3", "192.168.0.9", "172.16.0.1", "172.31.255.1", "169.254.1.1", "fd12::1", "fe80::1"],
      public: ["198.51.100.7", "172.32.0.1", "2001:db8::1"],
      unknown: ["", "unknown"],
    };
    for (const [network, addresses] of Object.entries(of))
      for (const address of addresses) expect(networkOf(address), address).toBe(network);
    expect(networkOf(null)).toBe("unknown");
  });
});
