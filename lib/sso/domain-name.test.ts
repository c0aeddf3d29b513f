import { expect, it } from "vitest";
import { readDomain } from "./domain-name";

const of = (typed: string) => {
  const read = readDomain(typed);
  return read.ok ? read.domain : read.problem;
};

it("reads a domain as people type it", () => {
  expect(of(" ACME.Example. ")).toBe("acme.example");
  expect(of("@acme.example")).toBe("acme.example");
  expect(of("hana@mail.acme.example")).toBe("mail.acme.example");
  expect(of("bücher.example")).toBe("xn--bcher-kva.example");
  expect(of("例え.jp")).toBe("xn--r8jz45g.jp");
  expect(of("acme.co.jp")).toBe("acme.co.jp");
});

it.each([
  "",
  " ",
  "acme",
  "localhost",
  "192.0.2.1",
  "[::1]",
  "a..example",
  "-a.example",
  "a-.example",
  "acme.example/x",
  "acme.example:53",
  "https://acme.example",
  "a b.example",
  `${"a".repeat(64)}.example`,
  `${"a.".repeat(130)}example`,
  "*.acme.example",
  "_x.acme.example",
  "acme.example\nx.example",
  "acme\0.example",
])("says that %j is no domain", (typed) => {
  expect(of(typed)).toBe("domain_format");
});

it("refuses what many share", () => {
  for (const suffix of ["co.jp", "co.uk", "github.io", "tokyo.jp"])
    expect(of(suffix), suffix).toBe("public_suffix");
  for (const free of ["gmail.com", "GMail.com", "someone@yahoo.co.jp", "outlook.com"])
    expect(of(free), free).toBe("free_mail");
});
