import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { needsResealing, type SealKey, seal, unseal } from "./seal";

const key = (id: string): SealKey => ({ id, key: randomBytes(32) });

describe("seal", () => {
  const ring = [key("k1")];

  it("opens at its own place only", () => {
    const sealed = seal("482913", "room.hostPin:a", ring);
    expect(unseal(sealed, "room.hostPin:a", ring)).toBe("482913");
    expect(() => unseal(sealed, "room.hostPin:b", ring)).toThrow();
    expect(() => unseal(sealed, "room.guestPin:a", ring)).toThrow();
  });

  it("does not show the secret, nor that two secrets are equal", () => {
    const [one, two] = [seal("482913", "p", ring), seal("482913", "p", ring)];
    expect(one).not.toContain("482913");
    expect(one).not.toBe(two);
  });

  it("notices any altered character", () => {
    const sealed = seal("482913", "p", ring);
    const [version, id, body = ""] = sealed.split(".");
    for (let i = 0; i < body.length - 1; i++) {
      const altered = body.slice(0, i) + (body[i] === "A" ? "B" : "A") + body.slice(i + 1);
      expect(() => unseal(`${version}.${id}.${altered}`, "p", ring)).toThrow();
    }
  });

  it("opens old values after a rotation and asks to seal them again", () => {
    const old = seal("482913", "p", ring);
    const rotated = [key("k2"), ...ring];
    expect(unseal(old, "p", rotated)).toBe("482913");
    expect(needsResealing(old, rotated)).toBe(true);
    expect(needsResealing(seal("482913", "p", rotated), rotated)).toBe(false);
    expect(() => unseal(old, "p", [key("k2")])).toThrow("unknown key");
  });
});
