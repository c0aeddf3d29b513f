import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { db } from "../db";
import { buildUser } from "../testing/factories";
import { Minute, Second } from "../time";
import { acceptAnswer } from "./accept";
import { beginLogin } from "./begin";
import { examine } from "./examine";
import type { SamlCheckId } from "./report";
import {
  type AnswerParts,
  answerXml,
  assertionXml,
  bareCertificate,
  buildSso,
  encoded,
  encryptXml,
  keyPair,
  responseXml,
  signXml,
  testIdp,
} from "./testing";

// What an attacker sends who has seen an answer of the real provider, or makes one up. Every one must be refused, with
// the same words for all, and nothing may be written but one event in the audit.

const SHA = "http://www.w3.org/2001/04/xmldsig-more#";
const VICTIM = "victim";
const ATTACKER = "attacker";

type Scene = Awaited<ReturnType<typeof scene>>;

/** A request that waits; the provider knows an attacker and the victim, both with an account. */
async function scene(over: Parameters<typeof buildSso>[0] = {}) {
  const { sp, idp } = await buildSso(over);
  const organizationId = sp.organization.id;
  for (const nameId of [VICTIM, ATTACKER]) {
    const { id: userId } = await buildUser({ organizationId });
    const issuer = idp.entityId;
    await db().federatedIdentity.create({ data: { organizationId, issuer, nameId, userId } });
  }
  const begun = await beginLogin({
    slug: sp.organization.slug,
    kind: "login",
    returnTo: "/rooms",
    persistent: false,
    browserToken: undefined,
    remoteAddress: null,
  });
  if (!begun.ok) throw new Error("throttled");
  return { sp, idp, requestId: begun.requestId };
}

const send = ({ sp }: Scene, response: string) =>
  acceptAnswer(sp, { response, relayState: "" }, "198.51.100.7");

/** Sends it, and makes sure that it was refused without a trace but its audit event. @returns the check that refused it */
async function refused(place: Scene, response: string): Promise<string> {
  const { id: organizationId } = place.sp.organization;
  const where = { organizationId };
  const before = await db().auditEvent.count({ where });
  expect(await send(place, response)).toEqual({ ok: false, reason: "answer" });
  expect(await db().samlAssertion.count({ where })).toBe(0);
  expect(await db().federatedIdentity.count({ where })).toBe(2);
  expect(await db().session.count({ where: { user: where } })).toBe(0);
  expect(await db().samlRequest.findUnique({ where: { id: place.requestId } })).toMatchObject({
    answeredAt: null,
    userId: null,
  });
  const [event, ...more] = await db().auditEvent.findMany({ where, orderBy: { id: "desc" }, take: 1 });
  expect(more).toEqual([]);
  expect(await db().auditEvent.count({ where })).toBe(before + 1);
  expect(event?.action).toBe("sso.refused");
  return (event?.facts as { check: string } | undefined)?.check ?? "";
}

const xmlOf = (place: Scene, over: Partial<AnswerParts> = {}) =>
  answerXml({ ...place, nameId: ATTACKER, ...over });

const SIGNATURE = /<ds:Signature .*?<\/ds:Signature>/s;

/** A signed element, what is left without its signature, and a forgery of it with another id and name. */
function forge(signed: string, id: string) {
  const [signature = ""] = SIGNATURE.exec(signed) ?? [];
  const bare = signed.replace(SIGNATURE, "");
  const evil = bare
    .replaceAll(id, "_evil")
    .replace(/ID="_a[0-9a-f]+"/, 'ID="_evilassertion"')
    .replace(`>${ATTACKER}<`, `>${VICTIM}<`);
  const inSignature = (inner: string) => signature.replace("</ds:Signature>", `${inner}</ds:Signature>`);
  const afterIssuer = (xml: string, inner: string) => xml.replace("</saml:Issuer>", `</saml:Issuer>${inner}`);
  const atEnd = (xml: string, inner: string) => xml.replace(/<\/[^>]+>$/, (end) => `${inner}${end}`);
  return { signature, bare, evil, inSignature, afterIssuer, atEnd };
}

describe("signature wrapping", () => {
  const ASSERTION = "_a0123456789abcdef";
  const RESPONSE = "_r0123456789abcdef";

  const aroundAssertion: [string, (signed: string) => string][] = [
    [
      "1: the signed one inside the forgery's signature",
      (signed) => {
        const { evil, bare, inSignature, afterIssuer } = forge(signed, ASSERTION);
        return afterIssuer(evil, inSignature(bare));
      },
    ],
    [
      "2: the signed one beside the forgery's signature",
      (signed) => {
        const { evil, bare, signature, afterIssuer } = forge(signed, ASSERTION);
        return afterIssuer(evil, signature + bare);
      },
    ],
    ["3: the forgery before the signed one", (signed) => forge(signed, ASSERTION).evil + signed],
    [
      "4: the signed one inside the forgery",
      (signed) => {
        const { evil, atEnd } = forge(signed, ASSERTION);
        return atEnd(evil, signed);
      },
    ],
    [
      "5: the signature in the forgery, the signed one after it",
      (signed) => {
        const { evil, bare, signature, afterIssuer } = forge(signed, ASSERTION);
        return afterIssuer(evil, signature) + bare;
      },
    ],
    [
      "6: the signature in the forgery, the signed one inside the signature, at its end",
      (signed) => {
        const { evil, bare, inSignature, atEnd } = forge(signed, ASSERTION);
        return atEnd(evil, inSignature(bare));
      },
    ],
    [
      "7: the forgery among the extensions",
      (signed) => `<samlp:Extensions>${forge(signed, ASSERTION).evil}</samlp:Extensions>${signed}`,
    ],
    [
      "8: the signed one as an object of the forgery's signature",
      (signed) => {
        const { evil, bare, inSignature, afterIssuer } = forge(signed, ASSERTION);
        return afterIssuer(evil, inSignature(`<ds:Object>${bare}</ds:Object>`));
      },
    ],
    [
      "9: the signed one among the extensions, the forgery in its place",
      (signed) => `<samlp:Extensions>${signed}</samlp:Extensions>${forge(signed, ASSERTION).evil}`,
    ],
    [
      "10: the forgery after the signed one, under the same id",
      (signed) => signed + forge(signed, ASSERTION).evil.replace("_evil", ASSERTION),
    ],
    [
      "11: the signed one as advice of the forgery",
      (signed) => {
        const { evil } = forge(signed, ASSERTION);
        return evil.replace(
          "<saml:AuthnStatement",
          `<saml:Advice>${signed}</saml:Advice><saml:AuthnStatement`,
        );
      },
    ],
    [
      "12: the signed one in another namespace's clothes",
      (signed) => `${forge(signed, ASSERTION).evil}<x:Wrap xmlns:x="urn:x">${signed}</x:Wrap>`,
    ],
  ];

  it.each(aroundAssertion)("around an assertion, %s", async (_name, wrap) => {
    const place = await scene();
    const parts = { ...place, nameId: ATTACKER, assertionId: ASSERTION };
    const signed = signXml(assertionXml(parts), ASSERTION, place.idp);
    expect(await refused(place, encoded(responseXml(parts, wrap(signed))))).toMatch(/readable|signature/);
  });

  const aroundResponse: [string, (signed: string) => string][] = [
    [
      "1: the signed one inside the forgery's signature",
      (signed) => {
        const { evil, bare, inSignature, afterIssuer } = forge(signed, RESPONSE);
        return afterIssuer(evil, inSignature(bare));
      },
    ],
    [
      "2: the signed one before the forgery's signature",
      (signed) => {
        const { evil, bare, signature, afterIssuer } = forge(signed, RESPONSE);
        return afterIssuer(evil, bare + signature);
      },
    ],
    [
      "3: the signed one after the forgery's signature",
      (signed) => {
        const { evil, bare, signature, afterIssuer } = forge(signed, RESPONSE);
        return afterIssuer(evil, signature + bare);
      },
    ],
    [
      "4: the signed one inside the forgery",
      (signed) => {
        const { evil, atEnd } = forge(signed, RESPONSE);
        return atEnd(evil, signed);
      },
    ],
    [
      "5: the signed one as an object of the forgery's signature",
      (signed) => {
        const { evil, bare, inSignature, afterIssuer } = forge(signed, RESPONSE);
        return afterIssuer(evil, inSignature(`<ds:Object>${bare}</ds:Object>`));
      },
    ],
    [
      "6: the signed one among the extensions",
      (signed) => {
        const { evil, afterIssuer } = forge(signed, RESPONSE);
        return afterIssuer(evil, `<samlp:Extensions>${signed}</samlp:Extensions>`);
      },
    ],
    [
      "7: the signed one as a detail of the status",
      (signed) => {
        const { evil } = forge(signed, RESPONSE);
        return evil.replace(
          "</samlp:Status>",
          `<samlp:StatusDetail>${signed}</samlp:StatusDetail></samlp:Status>`,
        );
      },
    ],
    [
      "8: the signed one as advice of the forged assertion",
      (signed) => {
        const { evil } = forge(signed, RESPONSE);
        return evil.replace(
          "<saml:AuthnStatement",
          `<saml:Advice>${signed}</saml:Advice><saml:AuthnStatement`,
        );
      },
    ],
  ];

  it.each(aroundResponse)("around a response, %s", async (_name, wrap) => {
    const place = await scene();
    const signed = xmlOf(place, { sign: "response", responseId: RESPONSE, assertionId: ASSERTION });
    expect(await refused(place, encoded(wrap(signed)))).toMatch(/readable|signature/);
  });

  it("another name in what was signed", async () => {
    for (const sign of ["assertion", "response", "both"] as const) {
      const place = await scene();
      const altered = xmlOf(place, { sign }).replace(`>${ATTACKER}<`, `>${VICTIM}<`);
      expect(await refused(place, encoded(altered))).toBe("signature");
    }
  });
});

describe("signatures", () => {
  it("none, a stranger's, another tenant's provider's", async () => {
    const [none, stranger, tenant] = [await scene(), await scene(), await scene()];
    expect(await refused(none, encoded(xmlOf(none, { sign: "none" })))).toBe("signature");
    const { key } = await keyPair("stranger");
    expect(await refused(stranger, encoded(xmlOf(stranger, { signer: { key } })))).toBe("signature");
    const other = await testIdp("other");
    const posing = xmlOf(tenant, { signer: other, issuer: tenant.idp.entityId });
    expect(await refused(tenant, encoded(posing))).toBe("signature");
    const honest = xmlOf(tenant, { signer: other, issuer: other.entityId, responseIssuer: other.entityId });
    expect(await refused(tenant, encoded(honest))).toBe("issuer");
  });

  it("of a provider that two tenants share: an answer to one is none to the other", async () => {
    const [one, two] = [await scene(), await scene()];
    const forOne = encoded(xmlOf(one));
    expect(await refused(two, forOne)).toBe("destination");
    const readdressed = { destination: null, sp: one.sp, requestId: two.requestId };
    expect(await refused(two, encoded(xmlOf(two, readdressed)))).toBe("recipient");
    const wrongRequest = encoded(xmlOf(two, { requestId: one.requestId }));
    expect(await refused(two, wrongRequest)).toBe("in_response_to");
  });

  it("that name the attacker's own certificate in their KeyInfo", async () => {
    const place = await scene();
    const { key, certificate } = await keyPair("stranger");
    const named = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${bareCertificate(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`;
    const xml = xmlOf(place, { signer: { key } }).replace("</ds:Signature>", named);
    expect(await refused(place, encoded(xml))).toBe("signature");
  });

  it("SHA-1, and HMAC with the certificate as its key", async () => {
    const place = await scene();
    const sha1 = "http://www.w3.org/2000/09/xmldsig#";
    expect(await refused(place, encoded(xmlOf(place, { algorithm: `${sha1}rsa-sha1` })))).toBe("algorithm");
    expect(await refused(place, encoded(xmlOf(place, { digest: `${sha1}sha1` })))).toBe("algorithm");
    const [certificate = ""] = place.sp.idp.certificates;
    const pem = new X509Certificate(Buffer.from(certificate, "base64")).toString();
    for (const key of [
      certificate,
      pem,
      new X509Certificate(pem).publicKey.export({ type: "spki", format: "pem" }).toString(),
    ]) {
      const hmac = xmlOf(place, { algorithm: `${sha1}hmac-sha1`, signer: { key } });
      expect(await refused(place, encoded(hmac))).toBe("algorithm");
    }
  });

  it("a bad one on the response beside a good one on the assertion, and the other way round", async () => {
    const place = await scene();
    const both = xmlOf(place, { sign: "both" });
    const values = [...both.matchAll(/<ds:SignatureValue>([^<]{8})/g)];
    expect(values).toHaveLength(2);
    for (const { index } of values) {
      const at = index + "<ds:SignatureValue>".length;
      const other = both[at] === "A" ? "B" : "A";
      expect(await refused(place, encoded(both.slice(0, at) + other + both.slice(at + 1)))).toBe("signature");
    }
  });

  it("over another element, over everything, over two, with transforms that cut something out", async () => {
    const place = await scene();
    const good = xmlOf(place);
    const variants = [
      good.replace(/URI="#[^"]+"/, 'URI=""'),
      good.replace(/URI="#[^"]+"/, 'URI="#_r"'),
      good.replace(/(<ds:Reference .*?<\/ds:Reference>)/s, "$1$1"),
      good.replace(
        '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>',
        '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>1</ds:XPath></ds:Transform>',
      ),
      good.replace(SIGNATURE, (signature) => signature + signature),
    ];
    for (const xml of variants) {
      expect(xml).not.toBe(good);
      expect(await refused(place, encoded(xml))).toMatch(/signature|readable/);
    }
  });
});

describe("what a good signature covers, but not for us, not now, not this person", () => {
  // One moment for all of these, so that a second more or less is told apart.
  const now = new Date("2027-03-04T05:06:07.000Z");
  const ago = (seconds: number) => new Date(now.getTime() - seconds * Second.ms);
  const ahead = (seconds: number) => ago(-seconds);
  const stopClock = () => {
    vi.useFakeTimers({ toFake: ["Date"], now });
    onTestFinished(() => void vi.useRealTimers());
  };
  const wrong: [string, SamlCheckId, Partial<AnswerParts>][] = [
    ["another audience", "audience", { audience: "https://other.example/metadata" }],
    ["no audience", "audience", { audience: null }],
    ["another recipient", "recipient", { recipient: "https://other.example/acs" }],
    ["another destination", "destination", { destination: "https://other.example/acs" }],
    ["an empty recipient", "recipient", { recipient: "" }],
    ["another issuer", "issuer", { issuer: "https://other.example" }],
    ["another issuer around it", "issuer", { responseIssuer: "https://other.example" }],
    ["a status that is not success", "status", { status: "urn:oasis:names:tc:SAML:2.0:status:Responder" }],
    ["no request", "in_response_to", { inResponseTo: null }],
    ["an unknown request", "in_response_to", { requestId: `_${"0".repeat(40)}` }],
    ["one request outside and another inside", "in_response_to", { confirmationInResponseTo: "_other" }],
    ["holder of key", "recipient", { method: "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key" }],
    ["sender vouches", "recipient", { method: "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches" }],
    ["an end 61 seconds ago", "time", { notOnOrAfter: ago(61) }],
    ["a confirmation that ended 61 seconds ago", "time", { confirmedUntil: ago(61) }],
    ["a confirmation without an end", "time", { confirmedUntil: null }],
    ["a beginning in 61 seconds", "time", { notBefore: ahead(61) }],
    ["made in 61 seconds", "time", { issueInstant: ahead(61) }],
    ["made eleven minutes ago", "time", { issueInstant: ago(660) }],
    [
      "a name for one time only",
      "identity",
      { nameIdFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" },
    ],
    ["no name", "identity", { nameIdXml: "<saml:BaseID/>" }],
    [
      "no name, but an attribute called so",
      "identity",
      { nameIdXml: "<saml:BaseID/>", attributes: { nameID: VICTIM } },
    ],
    ["an empty name", "identity", { nameId: "" }],
    [
      "two names",
      "readable",
      { nameIdXml: `<saml:NameID>${ATTACKER}</saml:NameID><saml:NameID>${VICTIM}</saml:NameID>` },
    ],
    ["an element in the name", "readable", { nameIdXml: `<saml:NameID>${VICTIM}<x/>@evil</saml:NameID>` }],
    ["an element in the issuer", "issuer", { issuer: "https://idp.example/metadata.evil" }],
  ];
  it.each(wrong)("%s", async (_what, check, over) => {
    stopClock();
    const place = await scene();
    expect(await refused(place, encoded(xmlOf(place, over)))).toBe(check);
  });

  const inTime: [string, Partial<AnswerParts>][] = [
    ["an end 59 seconds ago", { notOnOrAfter: ago(59) }],
    ["a confirmation that ended 59 seconds ago", { confirmedUntil: ago(59) }],
    ["a clock that is 59 seconds ahead", { notBefore: ahead(59), issueInstant: ahead(59) }],
    ["a second less than eleven minutes of age", { issueInstant: ago(659) }],
    ["no destination", { destination: null }],
    ["RSA with SHA-512", { algorithm: `${SHA}rsa-sha512` }],
    ["RSA with SHA-384", { algorithm: `${SHA}rsa-sha384`, digest: `${SHA}sha384` }],
    ["a signature on the response only", { sign: "response" }],
    ["signatures on both", { sign: "both" }],
    ["an encrypted assertion", { encrypt: true }],
    ["an encrypted assertion of the older kind", { encrypt: true, cipher: "aes-256-cbc" }],
    ["an encrypted assertion in a signed response", { encrypt: true, sign: "response" }],
  ];
  it.each(inTime)("but good with %s", async (_what, over) => {
    stopClock();
    const place = await scene();
    expect(await send(place, encoded(xmlOf(place, over)))).toMatchObject({ ok: true });
  });

  it("but good with line ends of another system, and an XML declaration", async () => {
    const place = await scene();
    const xml = `<?xml version="1.0" encoding="UTF-8"?>\r\n${xmlOf(place).replace("<samlp:Status>", "\r\n<samlp:Status>")}`;
    expect(await send(place, encoded(xml))).toMatchObject({ ok: true });
  });

  it("a request that waited too long, one that was answered, and one of a test", async () => {
    const place = await scene();
    const answer = encoded(xmlOf(place));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10 * Minute.ms + Second.ms });
    onTestFinished(() => void vi.useRealTimers());
    expect(await refused(place, encoded(xmlOf(place)))).toBe("in_response_to");
    vi.useRealTimers();
    expect(await send(place, answer)).toMatchObject({ ok: true });
    // Another assertion, to the same request.
    expect(await send(place, encoded(xmlOf(place)))).toEqual({ ok: false, reason: "answer" });
    // The same assertion, to another request of the same organization.
    expect(await db().samlAssertion.count({ where: { organizationId: place.sp.organization.id } })).toBe(1);
  });

  it("an assertion that was used already", async () => {
    const place = await scene();
    const { id: organizationId } = place.sp.organization;
    const [expiresAt, assertionId] = [new Date(Date.now() + Minute.ms), "_aused"];
    await db().samlAssertion.create({
      data: { organizationId, issuer: place.idp.entityId, assertionId, expiresAt },
    });
    expect(await send(place, encoded(xmlOf(place, { assertionId })))).toEqual({
      ok: false,
      reason: "answer",
    });
    const event = await db().auditEvent.findFirstOrThrow({ where: { organizationId } });
    expect(event.facts).toEqual({ check: "replay" });
  });

  it("a certificate that is over, and good with the next one beside it", async () => {
    const [old, next] = [await keyPair("idp.example"), await keyPair("next.example")];
    const place = await scene({
      certificates: [bareCertificate(old.certificate), bareCertificate(next.certificate)],
    });
    expect(await send(place, encoded(xmlOf(place, { signer: next })))).toMatchObject({ ok: true });
    const later = new Date(Date.now() + 11 * 365.25 * 24 * 60 * Minute.ms);
    const { checks } = examine(encoded(xmlOf(place, { now: later })), place.sp, later);
    expect(checks.failed).toBe("signature");
  });
});

describe("encryption", () => {
  it("is required where the admin says so", async () => {
    const [plain, sealed] = [await scene({ wantsEncrypted: true }), await scene({ wantsEncrypted: true })];
    expect(await refused(plain, encoded(xmlOf(plain)))).toBe("encryption");
    expect(await send(sealed, encoded(xmlOf(sealed, { encrypt: true })))).toMatchObject({ ok: true });
  });

  it("for another key, with PKCS #1 v1.5, with a cipher of old, of two assertions, of something else", async () => {
    const place = await scene();
    const { certificate } = await keyPair("stranger");
    const other = xmlOf(place, { encrypt: true, sp: { ...place.sp, certificate } });
    expect(await refused(place, encoded(other))).toBe("encryption");
    const good = xmlOf(place, { encrypt: true });
    const old = good.replace("xmlenc#rsa-oaep-mgf1p", "xmlenc#rsa-1_5");
    expect(await refused(place, encoded(old))).toBe("encryption");
    const triple = good.replace(
      "http://www.w3.org/2009/xmlenc11#aes256-gcm",
      "http://www.w3.org/2001/04/xmlenc#tripledes-cbc",
    );
    expect(await refused(place, encoded(triple))).toBe("encryption");
    const parts = { ...place, nameId: ATTACKER, assertionId: "_a1" };
    const signed = signXml(assertionXml(parts), "_a1", place.idp);
    const evil = assertionXml({ ...parts, assertionId: "_a2", nameId: VICTIM });
    for (const inside of [
      signed + evil,
      evil + signed,
      `<x>${signed}</x>`,
      evil,
      evil.replace("</saml:Assertion>", `${signed}</saml:Assertion>`),
    ]) {
      const answer = responseXml(parts, encryptXml(inside, place.sp.certificate));
      expect(await refused(place, encoded(answer))).toMatch(/readable|signature/);
    }
    const two = responseXml(parts, encryptXml(signed, place.sp.certificate) + signed);
    expect(await refused(place, encoded(two))).toBe("readable");
  });
});

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
