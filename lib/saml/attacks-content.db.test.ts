import { describe, expect, it, onTestFinished, vi } from "vitest";
import { db } from "../db";
import { Minute, Second } from "../time";
import { ATTACKER, refused, scene, send, VICTIM, xmlOf } from "./attack-scene";
import { examine } from "./examine";
import type { SamlCheckId } from "./report";
import { type AnswerParts, bareCertificate, encoded, keyPair } from "./testing";

const SHA = "http://www.w3.org/2001/04/xmldsig-more#";

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
