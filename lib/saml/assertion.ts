import { attributeOf, childrenOf, isNamed, NS, onlyChild, textOf, Unreadable } from "./xml";

const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/** What an assertion says, as it was written. Nothing is judged here. */
export type Assertion = {
  id: string;
  issueInstant: string | null;
  issuer: string | null;
  nameId: string | null;
  nameIdFormat: string | null;
  audiences: string[][];
  notBefore: string | null;
  notOnOrAfter: string | null;
  /** Methods of the subject confirmations, and the data of the bearer one. */
  methods: string[];
  recipient: string | null;
  inResponseTo: string | null;
  confirmedFrom: string | null;
  confirmedUntil: string | null;
  sessionIndex: string | null;
  sessionUntil: string | null;
  authnInstant: string | null;
  authnContext: string | null;
  attributes: { name: string; values: string[] }[];
};

const inAssertion = (parent: Element | null, name: string): Element | null =>
  parent && onlyChild(parent, NS.assertion, name);
const textIn = (parent: Element | null, name: string): string | null => {
  const child = inAssertion(parent, name);
  return child && textOf(child);
};

/**
 * Reads an assertion (SAML 2.0 Core, 2.3.3).
 * @throws {Unreadable} for one that could be read in two ways, or has a condition that nobody here understands
 */
export function readAssertion(root: Element): Assertion {
  if (!isNamed(root, NS.assertion, "Assertion") || attributeOf(root, "Version") !== "2.0")
    throw new Unreadable("not an assertion");
  const subject = inAssertion(root, "Subject");
  const nameId = inAssertion(subject, "NameID");
  const confirmations = subject ? childrenOf(subject, NS.assertion, "SubjectConfirmation") : [];
  const bearers = confirmations.filter((one) => attributeOf(one, "Method") === BEARER);
  if (bearers.length > 1) throw new Unreadable("with more than one bearer confirmation");
  const confirmed = inAssertion(bearers[0] ?? null, "SubjectConfirmationData");
  const conditions = inAssertion(root, "Conditions");
  refuseUnknownConditions(conditions);
  const statements = childrenOf(root, NS.assertion, "AuthnStatement");
  const statement = statements[0] ?? null;
  return {
    id: attributeOf(root, "ID") ?? "",
    issueInstant: attributeOf(root, "IssueInstant"),
    issuer: textIn(root, "Issuer"),
    nameId: nameId && textOf(nameId),
    nameIdFormat: nameId && attributeOf(nameId, "Format"),
    audiences: (conditions ? childrenOf(conditions, NS.assertion, "AudienceRestriction") : []).map((one) =>
      childrenOf(one, NS.assertion, "Audience").map(textOf),
    ),
    notBefore: conditions && attributeOf(conditions, "NotBefore"),
    notOnOrAfter: conditions && attributeOf(conditions, "NotOnOrAfter"),
    methods: confirmations.map((one) => attributeOf(one, "Method") ?? ""),
    recipient: confirmed && attributeOf(confirmed, "Recipient"),
    inResponseTo: confirmed && attributeOf(confirmed, "InResponseTo"),
    confirmedFrom: confirmed && attributeOf(confirmed, "NotBefore"),
    confirmedUntil: confirmed && attributeOf(confirmed, "NotOnOrAfter"),
    sessionIndex: statement && attributeOf(statement, "SessionIndex"),
    sessionUntil: statement && attributeOf(statement, "SessionNotOnOrAfter"),
    authnInstant: statement && attributeOf(statement, "AuthnInstant"),
    authnContext: textIn(inAssertion(statement, "AuthnContext"), "AuthnContextClassRef"),
    attributes: childrenOf(root, NS.assertion, "AttributeStatement").flatMap((one) =>
      childrenOf(one, NS.assertion, "Attribute").map(readAttribute),
    ),
  };
}

/** A condition that is not understood makes the whole assertion indeterminate (SAML 2.0 Core, 2.5.1.1). */
function refuseUnknownConditions(conditions: Element | null): void {
  const known = ["AudienceRestriction", "OneTimeUse", "ProxyRestriction"];
  for (const element of conditions ? childrenOf(conditions) : []) {
    if (element.namespaceURI !== NS.assertion || !known.includes(element.localName))
      throw new Unreadable("with an unknown condition");
  }
}

/** Values with markup in them (encrypted ids, for example) are of no use here and are left out. */
function readAttribute(element: Element): { name: string; values: string[] } {
  const values = childrenOf(element, NS.assertion, "AttributeValue").flatMap((value) =>
    childrenOf(value).length === 0 ? [textOf(value)] : [],
  );
  return { name: attributeOf(element, "Name") ?? "", values };
}
