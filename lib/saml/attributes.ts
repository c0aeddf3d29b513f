import { personAddress } from "../auth/input";
import type { Assertion } from "./assertion";

const CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";

/** Names under which products send an address of the person: Entra ID, AD FS, Google, Ping, Shibboleth (by OID). */
const addressNames = new Set([
  "email",
  "emailaddress",
  "email_address",
  "mail",
  "upn",
  "userprincipalname",
  "edupersonprincipalname",
  "videoaddress",
  "sipaddress",
  `${CLAIMS}/emailaddress`,
  `${CLAIMS}/upn`,
  `${CLAIMS}/name`,
  "http://schemas.xmlsoap.org/claims/emailaddress",
  "http://schemas.xmlsoap.org/claims/upn",
  "urn:oid:0.9.2342.19200300.100.1.3",
  "urn:oid:1.2.840.113549.1.9.1",
  "urn:oid:1.3.6.1.4.1.5923.1.1.1.6",
]);

const fullNames = new Set([
  "displayname",
  "cn",
  "http://schemas.microsoft.com/identity/claims/displayname",
  "http://schemas.xmlsoap.org/claims/commonname",
  "urn:oid:2.16.840.1.113730.3.1.241",
  "urn:oid:2.5.4.3",
]);
const givenNames = new Set([
  "givenname",
  "firstname",
  "first_name",
  `${CLAIMS}/givenname`,
  "urn:oid:2.5.4.42",
]);
const familyNames = new Set([
  "sn",
  "surname",
  "lastname",
  "last_name",
  `${CLAIMS}/surname`,
  "urn:oid:2.5.4.4",
]);

type Named = Pick<Assertion, "nameId" | "attributes">;

const valuesOf = ({ attributes }: Named, names: Set<string>): string[] =>
  attributes.filter(({ name }) => names.has(name.toLowerCase())).flatMap(({ values }) => values);

/** Every e-mail or video address that the provider gives for the person, lower case, each once. */
export function addressesOf(assertion: Named): string[] {
  const told = [assertion.nameId ?? "", ...valuesOf(assertion, addressNames)];
  const parsed = told.map((value) => personAddress.safeParse(value));
  return [...new Set(parsed.flatMap((address) => (address.success ? [address.data] : [])))];
}

/** How the person is called, or null when the provider does not say. */
export function displayNameOf(assertion: Named): string | null {
  const tidy = (value: string | undefined) =>
    (value ?? "")
      .replace(/[\p{Cc}\p{Cf}]/gu, " ")
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, 200);
  const [full] = valuesOf(assertion, fullNames);
  const parts = [valuesOf(assertion, givenNames)[0], valuesOf(assertion, familyNames)[0]].map(tidy);
  return tidy(full) || parts.filter(Boolean).join(" ") || null;
}
