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
