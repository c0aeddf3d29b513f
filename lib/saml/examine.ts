import { Minute, Second } from "../time";
import { type Assertion, readAssertion } from "./assertion";
import { decryptAssertion, NotDecrypted } from "./decrypt";
import type { SamlCheck, SamlCheckId } from "./report";
import { samlChecks } from "./report";
import type { ServiceProvider } from "./service-provider";
import { refuseOtherSignatures, signatureOf, usableKeys, verify } from "./signature";
import {
  attributeOf,
  bytesOf,
  childrenOf,
  type Doc,
  isNamed,
  NS,
  onlyChild,
  readDoc,
  textOf,
  textOfBytes,
  Unreadable,
  walk,
} from "./xml";

/**
 * Clock difference to an identity provider that we accept, in milliseconds (SAML 2.0 Core, 2.5.1.2). Zero would turn
 * people away whose provider runs a second ahead.
 */
export const CLOCK_SKEW_MS = 60 * Second.ms;

/** An assertion is of no use when it was made longer ago than this, in milliseconds: as long as a request waits. */
const ASSERTION_AGE_MAX_MS = 10 * Minute.ms;

/**
 * How long a used assertion is remembered, from a time on: an answer may be as old as the age, plus the clock difference
 * on either side.
 */
export const spentUntil = (now: Date): Date =>
  new Date(now.getTime() + ASSERTION_AGE_MAX_MS + 2 * CLOCK_SKEW_MS);

export const SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
const TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

/** Checks and their outcomes, as they become known. */
export class Checks {
  readonly #known = new Map<SamlCheckId, SamlCheck>();

  /** Notes an outcome; a check that failed once has failed. @returns whether it passed */
  note(id: SamlCheckId, passed: boolean, expected?: string, found?: string): boolean {
    if (this.#known.get(id)?.outcome !== "failed") {
      const differs = passed ? {} : { ...(expected && { expected }), ...(found && { found }) };
      this.#known.set(id, { id, outcome: passed ? "passed" : "failed", ...differs });
    }
    return passed;
  }

  /** Two values that must be the same. */
  same(id: SamlCheckId, expected: string, found: string | null | undefined): boolean {
    return this.note(id, found === expected, expected, found ?? "");
  }

  /** The first check that did not pass, in the order of {@link samlChecks}; null when all passed so far. */
  get failed(): SamlCheckId | null {
    return samlChecks.find((id) => this.#known.get(id)?.outcome === "failed") ?? null;
  }

  all(): SamlCheck[] {
    return samlChecks.map((id) => this.#known.get(id) ?? { id, outcome: "not_reached" });
  }
}

/** What came of examining an answer. The assertion is there only if a verified signature covers it. */
export type Examined = {
  checks: Checks;
  /** The request that the answer says it is to. Believed only when {@link checks} has not failed. */
  inResponseTo: string | null;
  assertion: Assertion | null;
  /** The document as it was sent, and what was encrypted in it, for a test sign-in's report. */
  xml: string;
};

/**
 * Checks an identity provider's answer, as far as that needs no database. Strict throughout: SAML 2.0 Profiles, 4.1.4,
 * and what node-saml leaves to its callers (docs/saml.md).
 * @param form the value of the form's `SAMLResponse`
 */
export function examine(form: string, sp: ServiceProvider, now: Date): Examined {
  const checks = new Checks();
  const examined: Examined = { checks, inResponseTo: null, assertion: null, xml: "" };
  try {
    examined.xml = textOfBytes(bytesOf(form));
    const response = readDoc(examined.xml);
    const body = readEnvelope(response, sp, examined);
    const found = body && coveredAssertion(response, body, sp, examined, now);
    if (found) {
      examined.assertion = readAssertion(found);
      judge(examined.assertion, sp, examined, now);
    }
  } catch (error) {
    if (error instanceof Unreadable) checks.note("readable", false, undefined, error.message);
    else if (error instanceof NotDecrypted) checks.note("encryption", false, undefined, error.found);
    else throw error;
  }
  return examined;
}

// Whatever the namespace: an impostor counts, too.
const isAssertion = (element: Element) => /^(Encrypted)?Assertion$/.test(element.localName);
const assertionsBelow = (root: Element) => [...walk(root)].filter(isAssertion).length;

/** The outer element. @returns the one assertion in it, plain or encrypted; null when there is nothing more to look at */
function readEnvelope({ root }: Doc, sp: ServiceProvider, examined: Examined): Element | null {
  const { checks } = examined;
  examined.inResponseTo = attributeOf(root, "InResponseTo");
  if (!isNamed(root, NS.protocol, "Response") || attributeOf(root, "Version") !== "2.0")
    throw new Unreadable("not a response");
  if (assertionsBelow(root) > 1) throw new Unreadable("with more than one assertion");
  const statusElement = onlyChild(root, NS.protocol, "Status");
  const status = statusElement && onlyChild(statusElement, NS.protocol, "StatusCode");
  if (!checks.same("status", SUCCESS, status && statusFound(status))) {
    checks.note("readable", true);
    return null;
  }
  const body = childrenOf(root).find(isAssertion);
  if (!body || body.namespaceURI !== NS.assertion) throw new Unreadable("without an assertion");
  refuseOtherSignatures(root, [root, body]);
  checks.note("readable", true);
  const issuer = onlyChild(root, NS.assertion, "Issuer");
  if (issuer) checks.same("issuer", sp.idp.entityId, textOf(issuer));
  const destination = attributeOf(root, "Destination");
  checks.note("destination", destination === null || destination === sp.acs, sp.acs, destination ?? "");
  return body;
}

/** The innermost code says most, e.g. `…:status:AuthnFailed` below `…:status:Responder`. */
function statusFound(code: Element): string {
  const inner = childrenOf(code, NS.protocol, "StatusCode")[0];
  const value = attributeOf(code, "Value") ?? "";
  return value === SUCCESS || !inner ? value : (attributeOf(inner, "Value") ?? value);
}

/**
 * The assertion out of the bytes that a verified signature covers. Every signature that is there must be good, and the
 * assertion must be under one: its own, or that of the response around it.
 */
function coveredAssertion(
  response: Doc,
  body: Element,
  sp: ServiceProvider,
  examined: Examined,
  now: Date,
): Element | null {
  const { checks } = examined;
  const keys = usableKeys(sp.idp.certificates, now);
  const check = (doc: Doc, element: Element): Element | null => {
    const verified = verify(doc, element, keys);
    if (verified.ok) {
      checks.note("signature", true);
      checks.note("algorithm", true);
      return readDoc(verified.bytes).root;
    }
    checks.note(
      verified.why,
      false,
      verified.why === "algorithm" ? "RSA or ECDSA with SHA-256" : undefined,
      verified.found,
    );
    return null;
  };
  const isSigned = signatureOf(response.root) !== null;
  // Before anything is decrypted: a signed answer that was tampered with must not get that far.
  const outer = isSigned ? check(response, response.root) : null;
  if (isSigned && !outer) return null;
  const isEncrypted = body.localName === "EncryptedAssertion";
  checks.note("encryption", isEncrypted || !sp.wantsEncrypted, "encrypted", "plain");
  // What the signature of the response covers is read from its bytes from here on.
  const covered = outer ? assertionIn(outer) : body;
  const holder = isEncrypted ? readDoc(decryptAssertion(covered, sp.privateKey)) : response;
  const assertion = isEncrypted ? holder.root : body;
  if (isEncrypted) {
    examined.xml += `\n\n${holder.text}`;
    refuseOtherSignatures(assertion, [assertion]);
    if (assertionsBelow(assertion) > 1) throw new Unreadable("with more than one assertion");
  }
  if (signatureOf(assertion)) return check(holder, assertion);
  if (!outer) {
    checks.note("signature", false, undefined, "none");
    return null;
  }
  return isEncrypted ? assertion : covered;
}

/** The assertion of a response in its canonical form. @throws {Unreadable} */
function assertionIn(response: Element): Element {
  const [only, second] = childrenOf(response).filter(isAssertion);
  if (!only || second) throw new Unreadable("without exactly one assertion");
  return only;
}

/** Compares what a verified assertion says with what it must say. */
function judge(
  assertion: Assertion,
  sp: ServiceProvider,
  { checks, inResponseTo }: Examined,
  now: Date,
): void {
  checks.same("issuer", sp.idp.entityId, assertion.issuer);
  const isBearer = assertion.methods.includes("urn:oasis:names:tc:SAML:2.0:cm:bearer");
  checks.note("recipient", isBearer, "bearer", assertion.methods.join(" "));
  checks.same("recipient", sp.acs, assertion.recipient);
  const elsewhere = assertion.audiences.find((audiences) => !audiences.includes(sp.entityId));
  checks.note(
    "audience",
    assertion.audiences.length > 0 && !elsewhere,
    sp.entityId,
    elsewhere?.join(" ") ?? "",
  );
  checks.note("in_response_to", inResponseTo !== null, "an answer to a request", "none");
  checks.note(
    "in_response_to",
    assertion.inResponseTo === inResponseTo,
    inResponseTo ?? "",
    assertion.inResponseTo ?? "",
  );
  judgeTime(assertion, checks, now);
  const { nameId, nameIdFormat } = assertion;
  const isName = nameId !== null && /^[^\p{Cc}]{1,1000}$/u.test(nameId);
  checks.note("identity", isName, "one NameID", nameId === null ? "none" : "unusable");
  // Another one at each sign-in: nobody could be known again by it.
  checks.note("identity", nameIdFormat !== TRANSIENT, "a lasting NameID", nameIdFormat ?? "");
}

/** SAML's times are in UTC, with a "Z" (SAML 2.0 Core, 1.3.3). @returns NaN for anything else */
export const instantOf = (text: string | null): number =>
  text && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) ? Date.parse(text) : Number.NaN;

function judgeTime(assertion: Assertion, checks: Checks, now: Date): void {
  const time = now.getTime();
  const isPast = (text: string | null) => instantOf(text) - CLOCK_SKEW_MS <= time;
  const isAhead = (text: string | null) => instantOf(text) + CLOCK_SKEW_MS > time;
  const expect = (passed: boolean, found: string | null) =>
    checks.note("time", passed, now.toISOString(), found ?? "none");
  const { issueInstant, notBefore, notOnOrAfter, confirmedFrom, confirmedUntil, sessionUntil } = assertion;
  expect(isPast(issueInstant), issueInstant);
  expect(instantOf(issueInstant) + ASSERTION_AGE_MAX_MS + CLOCK_SKEW_MS > time, issueInstant);
  expect(notBefore === null || isPast(notBefore), notBefore);
  expect(isAhead(notOnOrAfter), notOnOrAfter);
  expect(confirmedFrom === null || isPast(confirmedFrom), confirmedFrom);
  expect(isAhead(confirmedUntil), confirmedUntil);
  expect(sessionUntil === null || isAhead(sessionUntil), sessionUntil);
}
