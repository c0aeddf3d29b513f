/** What is checked of an identity provider's answer, in this order. The interface has words, and a cure, for each. */
export const samlChecks = [
  "readable",
  "status",
  "issuer",
  "signature",
  "algorithm",
  "encryption",
  "destination",
  "recipient",
  "audience",
  "in_response_to",
  "time",
  "replay",
  "identity",
  "person",
] as const;
export type SamlCheckId = (typeof samlChecks)[number];

/** One check; `expected` and `found` are the values that differ, where there are two to compare. */
export type SamlCheck = {
  id: SamlCheckId;
  outcome: "passed" | "failed" | "not_reached";
  expected?: string;
  found?: string;
};

/** What a test sign-in shows: every check, and the assertion as it was read. */
export type SamlReport = {
  checks: SamlCheck[];
  assertion: {
    issuer: string | null;
    nameId: string | null;
    nameIdFormat: string | null;
    audience: string | null;
    recipient: string | null;
    /** ISO 8601. */
    notBefore: string | null;
    notOnOrAfter: string | null;
    sessionIndex: string | null;
    authnContext: string | null;
    attributes: { name: string; values: string[] }[];
  } | null;
  /** The decoded document, as sent. */
  xml: string;
};

/** What a check says in words rather than by a value. The interface has its own for each. */
export const reportWords = [
  "none",
  "plain",
  "encrypted",
  "bearer",
  "an answer to a request",
  "one NameID",
  "unusable",
  "a lasting NameID",
  "RSA or ECDSA with SHA-256",
  "not of this identity provider",
  "no certificate that is valid now",
  "of an unusual form",
  "over another element",
  "with transforms that are not allowed",
  "with a canonical form that is not allowed",
  "with an object in it",
  "with a signature elsewhere",
  "for another key",
  "of another length",
  "no algorithm",
  "not base64",
  "not UTF-8",
  "not_xml",
  "forbidden_markup",
  "too_deep",
  "too_large",
  "too large",
  "too many elements",
  "with too many attributes",
  "with a DTD, a comment or an instruction",
  "with characters that XML does not have",
  "with text behind it",
  "with an id twice",
  "not a response",
  "not an assertion",
  "without an assertion",
  "without exactly one assertion",
  "with more than one assertion",
  "with more than one bearer confirmation",
  "with an unknown condition",
  // Of an element that is named behind it.
  "without",
  "without exactly one",
  "with more than one",
  "with markup in",
] as const;
export type ReportWord = (typeof reportWords)[number];

/** What a check says as a word of ours, and the element that it is about; null for a value, which is shown as it is. */
export function wordOf(said: string): { word: ReportWord; element: string } | null {
  const isWord = (text: string): text is ReportWord => reportWords.some((word) => word === text);
  if (isWord(said)) return { word: said, element: "" };
  const [, word = "", element = ""] = /^(with[a-z ]*) ([A-Z]\w*)$/.exec(said) ?? [];
  return isWord(word) ? { word, element } : null;
}
