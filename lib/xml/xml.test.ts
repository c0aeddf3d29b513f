import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { childrenOf, plainText, readXml, XmlError } from "./index";

const faultOf = (text: string, bytesMax = 10_000): string => {
  try {
    readXml(text, bytesMax);
    return "read";
  } catch (error) {
    return error instanceof XmlError ? error.fault : `threw ${error}`;
  }
};

describe("readXml", () => {
  it("reads a plain document, with its declaration and byte order mark", () => {
    const text = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<!-- note --><a xmlns="urn:x"><b c='1 > 0'>&amp;é</b><b/></a>`;
    const root = readXml(text, 1000).documentElement;
    expect(childrenOf(root, "urn:x", "b").map(plainText)).toEqual(["&é", ""]);
    expect(childrenOf(root, "urn:y", "b")).toEqual([]);
  });

  it.each([
    [`<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>`, "forbidden_markup"],
    [`<!DOCTYPE a SYSTEM "http://127.0.0.1/x"><a/>`, "forbidden_markup"],
    [`<?xml-stylesheet href="x"?><a/>`, "forbidden_markup"],
    [`<a><?php x ?></a>`, "forbidden_markup"],
    ["<a>&unknown;</a>", "not_xml"],
    ["<a><b></a>", "not_xml"],
    ["<a></a><b></b>", "not_xml"],
    ["<a x=1></a>", "not_xml"],
    ["<a x='1' x='2'></a>", "not_xml"],
    ["<a", "not_xml"],
    ["<a><!-- open </a>", "not_xml"],
    ["", "not_xml"],
    ["hello", "not_xml"],
    [`${"<a>".repeat(41)}${"</a>".repeat(41)}`, "too_deep"],
    [`<a>${"x".repeat(10_000)}</a>`, "too_large"],
    [`<a>${"é".repeat(5000)}</a>`, "too_large"],
  ])("refuses %s", (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  it("answers any nonsense with a fault of its own, and soon", () => {
    const pieces = fc.constantFrom(
      "<",
      ">",
      "</",
      "/>",
      "<a",
      "a",
      "'",
      '"',
      "=",
      "&",
      ";",
      "<!",
      "<!--",
      "-->",
      "<?",
      "]]>",
      " ",
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.array(pieces, { maxLength: 60 })), (some) => {
        expect(faultOf(typeof some === "string" ? some : some.join(""))).not.toContain("threw");
      }),
      { numRuns: 2000 },
    );
    const started = Date.now();
    for (const part of ['<a "', "<a '", "<!--", "<a>", "<![CDATA[", "&lt;"])
      faultOf(part.repeat(60_000), 1_000_000);
    expect(Date.now() - started).toBeLessThan(2000);
  });
});

it("plainText takes no text in pieces", () => {
  const [a, b, c] = childrenOf(
    readXml("<r><n>al<!-- x -->ice</n><n>al<x/>ice</n><n>alice</n></r>", 100).documentElement,
  );
  expect([a, b, c].map((n) => n && plainText(n))).toEqual([null, null, "alice"]);
});
