import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ATTACKER, refused, SIGNATURE, scene, send, VICTIM, xmlOf } from "./attack-scene";
import {
  assertionXml,
  bareCertificate,
  encoded,
  encryptXml,
  keyPair,
  responseXml,
  signXml,
  testIdp,
} from "./testing";

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
