import { describe, expect, it } from "vitest";
import { codeFrom, newSeed, seedUri, stepOf } from "./totp";

// RFC 6238, appendix B: the ASCII seed "12345678901234567890" in base32; the last six digits of its codes.
const seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const vectors: [number, string][] = [
  [59, "287082"],
  [1111111109, "081804"],
  [1111111111, "050471"],
  [1234567890, "005924"],
  [2000000000, "279037"],
];

describe("TOTP", () => {
  it("gives the codes of RFC 6238", () => {
    for (const [seconds, code] of vectors)
      expect(stepOf(seed, code, 0n, seconds * 1000)).toBe(BigInt(Math.floor(seconds / 30)));
  });

  it("takes the code of the step before and after, not of two steps away", () => {
    const at = (steps: number) => stepOf(seed, "005924", 0n, (1234567890 + steps * 30) * 1000);
    expect([at(-1), at(1)]).toEqual([41152263n, 41152263n]);
    expect([at(-2), at(2)]).toEqual([null, null]);
  });

  it("refuses a code that was used, or is older than one that was", () => {
    expect(stepOf(seed, "005924", 41152263n, 1234567890_000)).toBeNull();
    expect(stepOf(seed, "005924", 41152264n, 1234567890_000)).toBeNull();
    expect(stepOf(seed, "005924", 41152262n, 1234567890_000)).toBe(41152263n);
  });

  it("reads a code as people type it, and nothing else as one", () => {
    expect(codeFrom(" 123 456 ")).toBe("123456");
    expect(codeFrom("１２３４５６")).toBe("123456");
    for (const other of ["", "12345", "1234567", "12345a", "-12345", "1e5000", "a".repeat(100_000)])
      expect(codeFrom(other)).toBeNull();
  });

  it("makes seeds of 160 bits and names the account in the app", () => {
    const fresh = newSeed();
    expect(fresh).toMatch(/^[A-Z2-7]{32}$/);
    expect(newSeed()).not.toBe(fresh);
    const uri = new URL(seedUri(fresh, { issuer: "MyPages", label: "agent@nordic.example" }));
    expect(decodeURIComponent(uri.pathname)).toContain("agent@nordic.example");
    expect(uri.searchParams.get("secret")).toBe(fresh);
    expect(uri.searchParams.get("issuer")).toBe("MyPages");
  });
});
