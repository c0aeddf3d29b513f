import { describe, expect, it } from "vitest";
import { knownWords, passwordProblem } from "./new-password";

const hana = knownWords({
  displayName: "Hana Hostmann",
  email: "hana.h@acmevideo.example",
  videoAddress: null,
  organizationName: "Acmevideo Industries",
  partnerName: "Nordicmeet Resellers",
});
const problem = (password: string) => passwordProblem(password, hana);

describe("a new password", () => {
  it("has 12 to 128 characters, as people count them", async () => {
    expect(await problem("kV9#bq2!xTe")).toBe("too_short");
    expect(await problem("kV9#bq2!xTe&")).toBeNull();
    expect(await problem("🌲🐢🎹🚲🍋🧭🪁🔭🧵🎻🦔")).toBe("too_short");
    const long = "correct horse battery staple ".repeat(5);
    expect(await problem(long.slice(0, 128))).toBeNull();
    expect(await problem(long.slice(0, 129))).toBe("too_long");
  });

  it("needs no digits or symbols", async () => {
    expect(await problem("gravel lantern oboe thirsty")).toBeNull();
  });

  it("is none that is guessed early, and says why", async () => {
    const why: Record<string, string> = {
      password123456: "common",
      hanahostmann: "personal",
      "acmevideo industries": "personal",
      "nordicmeet resellers": "personal",
      lkjhgfdrtyuio: "keyboard",
      aaaaaaaaaaaaaaaa: "repeat",
      abcdefghijklmnop: "sequence",
    };
    for (const [password, weakness] of Object.entries(why))
      expect(await problem(password), password).toBe(weakness);
  });

  it("is answered soon however long it is", async () => {
    const before = performance.now();
    expect(await problem("x".repeat(100_000))).toBe("too_long");
    expect(await problem("🌲".repeat(100_000))).toBe("too_long");
    expect(performance.now() - before).toBeLessThan(500);
  });
});
