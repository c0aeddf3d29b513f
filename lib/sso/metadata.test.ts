import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { Day } from "../time";
import { judgeIdp, plainOf, readMetadata } from "./metadata";
import { keyDescriptor, metadataXml, newCertificate } from "./testing";

let good: string;
let other: string;
let over: string;
beforeAll(async () => {
  [good, other, over] = await Promise.all([
    newCertificate(),
    newCertificate({ from: 5, until: 700 }),
    newCertificate({ from: -400, until: -5 }),
  ]);
});

const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
const ROOT = `xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"`;
const key = (certificate: string, use = "signing") =>
  `<KeyDescriptor${use && ` use="${use}"`}><ds:KeyInfo><ds:KeyName>k</ds:KeyName><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>`;

/** The shapes that five products write. */
const products = {
  "Google Workspace": () => ({
    xml: `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://accounts.google.com/o/saml2?idpid=C0123abcd" validUntil="2099-08-01T10:00:00.000Z">
  <md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="${PROTOCOL}">${keyDescriptor(good)}
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>
    <md:SingleSignOnService Binding="${REDIRECT}" Location="https://accounts.google.com/o/saml2/idp?idpid=C0123abcd"/>
    <md:SingleSignOnService Binding="${POST}" Location="https://accounts.google.com/o/saml2/idp?idpid=C0123abcd"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`,
    entityId: "https://accounts.google.com/o/saml2?idpid=C0123abcd",
    ssoUrl: "https://accounts.google.com/o/saml2/idp?idpid=C0123abcd",
    sloUrl: null,
    notices: ["no_logout"],
    count: 1,
  }),
  "Microsoft Entra ID": () => ({
    // Federation roles besides, a signature over the whole, and the next certificate already there.
    xml: `\uFEFF<?xml version="1.0" encoding="utf-8"?><EntityDescriptor ID="_a" entityID="https://sts.windows.net/6f2d/" ${ROOT}><ds:Signature><ds:SignedInfo/></ds:Signature><RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" xsi:type="fed:SecurityTokenServiceType" protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706">${key(over)}<fed:ClaimTypesOffered/></RoleDescriptor><IDPSSODescriptor protocolSupportEnumeration="${PROTOCOL}">${key(good)}${key(other)}<SingleLogoutService Binding="${REDIRECT}" Location="https://login.microsoftonline.com/6f2d/saml2"/><SingleSignOnService Binding="${REDIRECT}" Location="https://login.microsoftonline.com/6f2d/saml2"/><SingleSignOnService Binding="${POST}" Location="https://login.microsoftonline.com/6f2d/saml2"/></IDPSSODescriptor></EntityDescriptor>`,
    entityId: "https://sts.windows.net/6f2d/",
    ssoUrl: "https://login.microsoftonline.com/6f2d/saml2",
    sloUrl: "https://login.microsoftonline.com/6f2d/saml2",
    notices: [],
    count: 2,
  }),
  "AD FS": () => ({
    xml: `<EntityDescriptor ID="_1" entityID="http://sts.acme.example/adfs/services/trust" ${ROOT}><SPSSODescriptor WantAssertionsSigned="true" protocolSupportEnumeration="${PROTOCOL}">${key(good, "encryption")}${key(good)}<AssertionConsumerService Binding="${POST}" Location="https://sts.acme.example/adfs/ls/" index="0"/></SPSSODescriptor><IDPSSODescriptor protocolSupportEnumeration="${PROTOCOL}">${key(other, "encryption")}${key(good)}${key(over)}<SingleLogoutService Binding="${REDIRECT}" Location="https://sts.acme.example/adfs/ls/"/><SingleLogoutService Binding="${POST}" Location="https://sts.acme.example/adfs/ls/"/><SingleSignOnService Binding="${POST}" Location="https://sts.acme.example/adfs/ls/post"/><SingleSignOnService Binding="${REDIRECT}" Location="https://sts.acme.example/adfs/ls/"/></IDPSSODescriptor><ContactPerson contactType="support"/></EntityDescriptor>`,
    entityId: "http://sts.acme.example/adfs/services/trust",
    ssoUrl: "https://sts.acme.example/adfs/ls/",
    sloUrl: "https://sts.acme.example/adfs/ls/",
    notices: ["expired_certificates"],
    count: 1,
  }),
  PingFederate: () => ({
    xml: `<md:EntityDescriptor ID="x" cacheDuration="PT1440M" entityID="PF-ACME" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"><md:IDPSSODescriptor protocolSupportEnumeration="${PROTOCOL}" WantAuthnRequestsSigned="true">${keyDescriptor(good)}<md:SingleLogoutService Location="https://sso.acme.example:9031/idp/SLO.saml2" Binding="${REDIRECT}"/><md:SingleSignOnService Location="https://sso.acme.example:9031/idp/SSO.saml2" Binding="${POST}"/><md:SingleSignOnService Location="https://sso.acme.example:9031/idp/SSO.saml2" Binding="${REDIRECT}"/></md:IDPSSODescriptor><md:ContactPerson contactType="administrative"><md:Company>Acme</md:Company></md:ContactPerson></md:EntityDescriptor>`,
    entityId: "PF-ACME",
    ssoUrl: "https://sso.acme.example:9031/idp/SSO.saml2",
    sloUrl: "https://sso.acme.example:9031/idp/SLO.saml2",
    notices: [],
    count: 1,
  }),
  Shibboleth: () => ({
    // As the installer leaves it: comments, scopes, several keys without order, and a date that has passed.
    xml: `<?xml version="1.0" encoding="UTF-8"?>
<!-- example metadata -->
<EntitiesDescriptor ${ROOT}><EntityDescriptor ${ROOT} xmlns:shibmd="urn:mace:shibboleth:metadata:1.0" validUntil="2020-01-01T00:00:00.000Z" entityID="https://idp.acme.example/idp/shibboleth">
<IDPSSODescriptor protocolSupportEnumeration="${PROTOCOL} urn:oasis:names:tc:SAML:1.1:protocol urn:mace:shibboleth:1.0"><Extensions><shibmd:Scope regexp="false">acme.example</shibmd:Scope></Extensions>${key(good, "")}${key(other)}<!-- attribute queries are off -->
<SingleSignOnService Binding="urn:mace:shibboleth:1.0:profiles:AuthnRequest" Location="https://idp.acme.example/idp/profile/Shibboleth/SSO"/>
<SingleSignOnService Binding="${REDIRECT}" Location="https://idp.acme.example/idp/profile/SAML2/Redirect/SSO"/></IDPSSODescriptor>
<AttributeAuthorityDescriptor protocolSupportEnumeration="${PROTOCOL}">${key(over)}</AttributeAuthorityDescriptor></EntityDescriptor></EntitiesDescriptor>`,
    entityId: "https://idp.acme.example/idp/shibboleth",
    ssoUrl: "https://idp.acme.example/idp/profile/SAML2/Redirect/SSO",
    sloUrl: null,
    notices: ["no_logout", "metadata_expired"],
    count: 2,
  }),
};

describe("readMetadata", () => {
  it.each(Object.entries(products))("reads what %s writes", (_name, product) => {
    const { xml, count, ...expected } = product();
    const read = readMetadata(xml);
    if (!read.ok) throw new Error(read.problem);
    expect(read.idp).toMatchObject(expected);
    expect(read.idp.certificates).toHaveLength(count);
    expect(read.idp.certificates[0]).toMatchObject({ der: good, subject: "CN=idp.example" });
    expect(read.idp.certificates[0]?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it("names what is wrong", async () => {
    const [weak, curve] = await Promise.all([newCertificate({ bits: 1024 }), newCertificate({ bits: 0 })]);
    const problemOf = (xml: string) => {
      const read = readMetadata(xml);
      return read.ok ? "taken" : read.problem;
    };
    const wish = (over: Parameters<typeof metadataXml>[0]) =>
      problemOf(metadataXml({ certificates: [good], ...over }));
    expect(wish({})).toBe("taken");
    expect(wish({ certificates: [curve] })).toBe("taken");
    expect(wish({ certificates: [] })).toBe("no_certificate");
    expect(wish({ certificates: [over] })).toBe("all_expired");
    expect(wish({ certificates: [good, weak] })).toBe("weak_key");
    expect(wish({ certificates: [good, "bm8gY2VydGlmaWNhdGU="] })).toBe("unreadable_certificate");
    expect(wish({ certificates: [good, "A".repeat(400)] })).toBe("unreadable_certificate");
    expect(wish({ certificates: Array(11).fill(good) })).toBe("too_many_certificates");
    expect(wish({ certificates: [], inside: keyDescriptor(good, ' use="encryption"') })).toBe(
      "no_certificate",
    );
    expect(wish({ certificates: [], inside: keyDescriptor(good, "") })).toBe("taken");
    expect(wish({ ssoUrl: "" })).toBe("no_redirect");
    expect(wish({ ssoUrl: "http://idp.example/sso" })).toBe("insecure_address");
    expect(wish({ ssoUrl: "javascript:alert(1)" })).toBe("insecure_address");
    expect(wish({ ssoUrl: "https://user:word@idp.example/sso" })).toBe("insecure_address");
    expect(wish({ ssoUrl: "/sso" })).toBe("insecure_address");
    expect(wish({ ssoUrl: "http://127.0.0.1:7000/sso" })).toBe("taken");
    expect(wish({ ssoUrl: "http://127.0.0.1.evil.example/sso" })).toBe("insecure_address");
    expect(wish({ entityId: "" })).toBe("entity_id");
    expect(wish({ entityId: "two words" })).toBe("entity_id");
    expect(wish({ entityId: "x".repeat(1025) })).toBe("entity_id");

    const whole = metadataXml({ certificates: [good] });
    const one = whole.replace(/^<\?xml.*\?>/, "");
    const group = (inner: string) =>
      `<e:EntitiesDescriptor xmlns:e="urn:oasis:names:tc:SAML:2.0:metadata">${inner}</e:EntitiesDescriptor>`;
    expect(problemOf(group(group(one)))).toBe("taken");
    expect(problemOf(group(one + one))).toBe("several_providers");
    expect(problemOf(group(""))).toBe("not_metadata");
    expect(problemOf(whole.replace("SAML:2.0:metadata", "SAML:1.1:metadata"))).toBe("not_metadata");
    expect(problemOf(whole.replaceAll("IDPSSODescriptor", "SPSSODescriptor"))).toBe("service_provider");
    expect(problemOf(whole.replace("SAML:2.0:protocol", "SAML:1.1:protocol"))).toBe("not_metadata");
    expect(problemOf(`<!DOCTYPE x [<!ENTITY a "b">]>${one}`)).toBe("forbidden_markup");
    expect(problemOf("<html><body>Sign in</body></html>")).toBe("not_metadata");
    expect(problemOf("{}")).toBe("not_xml");
    expect(problemOf(`<a>${" ".repeat(256 * 1024)}</a>`)).toBe("too_large");
  });

  it("leaves an unsafe logout address out, and says so", () => {
    const read = readMetadata(metadataXml({ certificates: [good], sloUrl: "http://idp.example/slo" }));
    expect(read).toMatchObject({ ok: true, idp: { sloUrl: null, notices: ["insecure_logout"] } });
  });

  it("answers anything with a reading or a problem", () => {
    const whole = metadataXml({ certificates: [good] });
    const cut = fc.tuple(fc.nat(whole.length), fc.nat(300), fc.string({ unit: "binary", maxLength: 20 }));
    fc.assert(
      fc.property(fc.oneof(cut, fc.string({ unit: "binary", maxLength: 300 })), (some) => {
        const text =
          typeof some === "string"
            ? some
            : whole.slice(0, some[0]) + some[2] + whole.slice(some[0] + some[1]);
        const read = readMetadata(text);
        expect(read.ok ? read.idp.certificates.length : read.problem.length).toBeGreaterThan(0);
      }),
      { numRuns: 1500 },
    );
  });
});

it("judges what a preview handed on as it judged the metadata", () => {
  const read = readMetadata(metadataXml({ certificates: [good, other] }));
  if (!read.ok) throw new Error(read.problem);
  const plain = plainOf(read.idp);
  expect(judgeIdp(JSON.parse(JSON.stringify(plain)))).toEqual(read);
  expect(judgeIdp({ ...plain, ssoUrl: "http://idp.example/" })).toMatchObject({
    problem: "insecure_address",
  });
  expect(judgeIdp(plain, new Date(Date.now() + 366 * Day.ms))).toMatchObject({
    idp: { certificates: [{ der: other }], notices: ["expired_certificates"] },
  });
});
