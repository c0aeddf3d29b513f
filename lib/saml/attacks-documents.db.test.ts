import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { db } from "../db";
import { ATTACKER, refused, type Scene, scene, send, VICTIM, xmlOf } from "./attack-scene";
import { examine } from "./examine";
import { encoded } from "./testing";

describe("documents that are no answers", () => {
  const withName = (place: Scene, inner: string) => xmlOf(place).replace(`>${ATTACKER}<`, `>${inner}<`);
  const shapes: [string, (place: Scene) => string][] = [
    ["nothing", () => ""],
    ["base64 that is none", () => "%%%"],
    ["base64 with rubbish in it", (place) => `!!${encoded(xmlOf(place))}`],
    ["base64 that is cut off", (place) => encoded(xmlOf(place)).slice(0, -3)],
    ["an image", () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]).toString("base64")],
    ["XML that is cut off", (place) => encoded(xmlOf(place).slice(0, -10))],
    ["XML with something behind it", (place) => encoded(`${xmlOf(place)}<x/>`)],
    ["text behind it", (place) => encoded(`${xmlOf(place)} and more`)],
    ["another root", () => encoded("<x/>")],
    [
      "a response without anything",
      () => encoded('<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Version="2.0"/>'),
    ],
    ["a DTD", (place) => encoded(`<!DOCTYPE samlp:Response>${xmlOf(place)}`)],
    ["entities", (place) => encoded(`<!DOCTYPE x [<!ENTITY e "${VICTIM}">]>${withName(place, "&e;")}`)],
    [
      "an external entity",
      (place) => encoded(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${withName(place, "&e;")}`),
    ],
    ["an entity that is not defined", (place) => encoded(withName(place, "&e;"))],
    ["a comment in the name", (place) => encoded(withName(place, `${VICTIM}<!-- -->.evil`))],
    [
      "a comment elsewhere",
      (place) => encoded(xmlOf(place).replace("<samlp:Status>", "<!-- x --><samlp:Status>")),
    ],
    ["CDATA in the name", (place) => encoded(withName(place, `<![CDATA[${VICTIM}]]>`))],
    ["an instruction", (place) => encoded(xmlOf(place).replace("<samlp:Status>", "<?x y?><samlp:Status>"))],
    ["a stylesheet", (place) => encoded(`<?xml-stylesheet href="x"?>${xmlOf(place)}`)],
    ["a NUL by number", (place) => encoded(withName(place, `${VICTIM}&#0;`))],
    ["half a surrogate by number", (place) => encoded(withName(place, `${VICTIM}&#xD800;`))],
    ["another encoding", (place) => Buffer.from(xmlOf(place), "utf16le").toString("base64")],
    ["300 kB", (place) => encoded(xmlOf(place, { attributes: { x: "y".repeat(300_000) } }))],
    ["10 MB", () => "A".repeat(10 * 1024 * 1024)],
    [
      "a hundred levels",
      (place) =>
        encoded(
          xmlOf(place).replace("</samlp:Status>", `</samlp:Status>${"<x>".repeat(100)}${"</x>".repeat(100)}`),
        ),
    ],
    ["thirty thousand levels", () => encoded(`${"<x>".repeat(30_000)}${"</x>".repeat(30_000)}`)],
    ["thirty thousand elements", () => encoded(`<x>${"<y/>".repeat(30_000)}</x>`)],
    [
      "a thousand namespaces",
      (place) =>
        encoded(
          xmlOf(place).replace(
            "<samlp:Status>",
            `<samlp:Status ${Array.from({ length: 3000 }, (_, i) => `xmlns:n${i}="urn:${i}"`).join(" ")}>`,
          ),
        ),
    ],
    ["another version", (place) => encoded(xmlOf(place).replace('Version="2.0"', 'Version="1.1"'))],
    [
      "an unknown condition",
      (place) =>
        encoded(
          xmlOf(place).replace("<saml:AudienceRestriction>", "<saml:Condition/><saml:AudienceRestriction>"),
        ),
    ],
  ];
  it.each(shapes)("%s", async (_what, build) => {
    const place = await scene();
    const startedAt = performance.now();
    expect(await refused(place, build(place))).toMatch(/readable|status|signature/);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });

  it("nonsense of any kind is refused, and never with an error of ours", async () => {
    const place = await scene();
    const good = xmlOf(place);
    const cut = fc.tuple(fc.nat(good.length), fc.nat(40), fc.string({ unit: "binary", maxLength: 12 }));
    fc.assert(
      fc.property(cut, ([at, length, put]) => {
        const altered = encoded(good.slice(0, at) + put + good.slice(at + length));
        const { checks, assertion } = examine(altered, place.sp, new Date());
        // What no signature covers may be altered. What is believed may not.
        if (checks.failed === null) expect(assertion?.nameId).toBe(ATTACKER);
      }),
      { numRuns: 100 },
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(examine(text, place.sp, new Date()).checks.failed).not.toBeNull();
        expect(examine(encoded(text), place.sp, new Date()).checks.failed).not.toBeNull();
      }),
      { numRuns: 100 },
    );
  });
});

describe("an attack does not fill the audit log", () => {
  it("past its share, refusals are counted but not recorded", async () => {
    const place = await scene();
    for (let i = 0; i < 30; i++) await send(place, "");
    const where = { organizationId: place.sp.organization.id, action: "sso.refused" };
    expect(await db().auditEvent.count({ where })).toBe(20);
  });
});
