import { describe, expect, it } from "vitest";
import { ATTACKER, refused, SIGNATURE, scene, VICTIM, xmlOf } from "./attack-scene";
import { assertionXml, encoded, responseXml, signXml } from "./testing";

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
