import { describe, expect, it } from "vitest";
import en from "./messages/en.json";
import ja from "./messages/ja.json";

type Tree = { [key: string]: string | Tree };

/** Every text by its full key, such as `rooms.pins.title`. */
function textsOf(tree: Tree, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[prefix + key, value] as const] : [...textsOf(value, `${prefix}${key}.`)],
    ),
  );
}

/** The ICU arguments of a text, sorted, each once: `count`, `name`. */
const argumentsOf = (text: string) =>
  [...new Set([...text.matchAll(/\{\s*([a-zA-Z]\w*)\s*[,}]/g)].map((match) => match[1]))].sort();

const catalogues = { en: textsOf(en), ja: textsOf(ja) };

describe("message catalogues", () => {
  it("have the same keys", () => {
    expect([...catalogues.ja.keys()].sort()).toEqual([...catalogues.en.keys()].sort());
  });

  it("take the same arguments", () => {
    for (const [key, text] of catalogues.en) {
      expect(argumentsOf(catalogues.ja.get(key) ?? ""), key).toEqual(argumentsOf(text));
    }
  });

  it("have no empty texts, and none with blanks at the ends", () => {
    for (const texts of Object.values(catalogues)) {
      for (const [key, text] of texts) expect(text, key).toMatch(/^\S(.*\S)?$/s);
    }
  });

  it("are really translated: no Japanese text is the English one, except names and formats", () => {
    const same = [...catalogues.en]
      .filter(([key, text]) => catalogues.ja.get(key) === text)
      .map(([key]) => key);
    expect(same).toEqual(["live.kinds.sip_h323", "live.kinds.skype"]);
  });
});
