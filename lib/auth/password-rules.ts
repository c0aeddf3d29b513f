import type { ZXCVBNResult } from "zxcvbn";

/** Characters of a password, counted as people see them typed: code points after NFC (NIST SP 800-63B-4, 3.1.1.2). */
export const PASSWORD_LENGTH = { min: 12, max: 128 };

/** Score from which on a password is taken: "safely unguessable, moderate protection from offline attack". */
export const SCORE_MIN = 3;

// The estimate's time grows steeply with the length: 44 ms for 100 characters, 12 s for 1,000.
const SCORED = 100;

/** What is scored of a password. */
export const scoredPart = (password: string): string =>
  [...password.normalize("NFC")].slice(0, SCORED).join("");

/** What makes a password easy to guess, for words and cures in the interface. */
export type Weakness = "personal" | "common" | "keyboard" | "repeat" | "sequence" | "date" | "short";

export type LengthProblem = "too_short" | "too_long";

/** Whether a password is too short or too long to be looked at further. */
export function lengthProblem(password: string): LengthProblem | null {
  // Four bytes a code point at most: what is longer than this is too long without counting.
  if (password.length > 4 * PASSWORD_LENGTH.max) return "too_long";
  const length = [...password.normalize("NFC")].length;
  if (length < PASSWORD_LENGTH.min) return "too_short";
  return length > PASSWORD_LENGTH.max ? "too_long" : null;
}

const byPattern: Record<string, Weakness> = {
  spatial: "keyboard",
  repeat: "repeat",
  sequence: "sequence",
  regex: "date",
  date: "date",
  bruteforce: "short",
};

/** The weakness that the largest part of a password has; null for a password that is good enough. */
export function weaknessOf({ score, sequence }: ZXCVBNResult): Weakness | null {
  if (score >= SCORE_MIN) return null;
  const largest = [...sequence].sort((a, b) => b.token.length - a.token.length)[0];
  if (largest?.pattern === "dictionary")
    return largest.dictionary_name === "user_inputs" ? "personal" : "common";
  return byPattern[largest?.pattern ?? ""] ?? "short";
}
