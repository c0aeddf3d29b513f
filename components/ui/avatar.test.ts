import { expect, it } from "vitest";
import { initialsOf } from "./avatar";

it("initialsOf takes letters only, in any script", () => {
  expect(initialsOf("Ada Lovelace")).toBe("AL");
  expect(initialsOf("ada de la Cruz")).toBe("AC");
  expect(initialsOf("boardroom")).toBe("B");
  expect(initialsOf("山田 太郎")).toBe("山");
  expect(initialsOf("+46 8 123 456")).toBe("");
  expect(initialsOf("")).toBe("");
});
