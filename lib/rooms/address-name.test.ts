import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ADDRESS_NAME, addressName } from "./address-name";

const complaint = (name: string) => addressName.safeParse(name).error?.issues[0]?.message;

describe("the name in a room's addresses", () => {
  it("is taken however it is typed", () => {
    expect(addressName.parse("  Board.Room-2 ")).toBe("board.room-2");
    expect(addressName.parse("ｂｏａｒｄ２")).toBe("board2");
  });

  it("is refused with the word for it", () => {
    const cases: [string, string][] = [
      ["", "required"],
      ["   ", "required"],
      ["board room", "characters"],
      ["会議室", "characters"],
      ["bоard", "characters"], // a Cyrillic o
      ["board@acme", "characters"],
      ["board/../x", "characters"],
      ["board\u0000", "characters"],
      ["ab", "length"],
      ["x".repeat(ADDRESS_NAME.max + 1), "length"],
      [".board", "edges"],
      ["board-", "edges"],
      ["bo..ard", "edges"],
      ["12345", "number"],
      ["1-2-3", "number"],
      ["Admin", "reserved"],
      ["postmaster", "reserved"],
    ];
    for (const [name, word] of cases) expect(complaint(name), JSON.stringify(name)).toBe(word);
  });

  it("is never anything but a safe, lower-case name, and the same when typed again", () => {
    const typed = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[A-Za-z0-9._ -]{0,45}$/));
    fc.assert(
      fc.property(typed, (text) => {
        const { data } = addressName.safeParse(text);
        if (data === undefined) return;
        expect(data).toMatch(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/);
        expect(data.length).toBeLessThanOrEqual(ADDRESS_NAME.max);
        expect(addressName.parse(data)).toBe(data);
      }),
    );
  });
});
