import { describe, expect, it } from "vitest";
import { personAddress, signInInput } from "./input";

describe("an address", () => {
  it("is taken as people and devices write it", () => {
    for (const [typed, meant] of [
      [" Host@Acme.Example ", "host@acme.example"],
      ["sip:host@acme.vc.example", "host@acme.vc.example"],
      ["SIPS:host@acme.vc.example", "host@acme.vc.example"],
    ]) {
      expect(personAddress.parse(typed)).toBe(meant);
    }
  });

  it("is refused when two programs could read it in two ways", () => {
    const odd = [
      '"e@attacker.example"@victim.example',
      "a＠b.example",
      "a@b@c.example",
      "a@b.example\nbcc: x",
      "a b@c.example",
      "@b.example",
      "a@b",
      "a@b..example",
      "",
      "x".repeat(300),
    ];
    for (const address of odd) expect(personAddress.safeParse(address).success, address).toBe(false);
  });
});

describe("a sign-in", () => {
  it("takes text only, never an operator", () => {
    const good = { address: "a@b.example", password: "x", keep: "on" };
    expect(signInInput.parse(good)).toMatchObject({ keep: true });
    for (const odd of [{ startsWith: "" }, ["a@b.example"], null, 7, undefined]) {
      expect(signInInput.safeParse({ ...good, address: odd }).success).toBe(false);
      expect(signInInput.safeParse({ ...good, password: odd }).success).toBe(false);
    }
    expect(signInInput.safeParse({ ...good, password: "x".repeat(100_000) }).success).toBe(false);
  });
});
