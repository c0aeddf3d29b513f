import type { LengthProblem, Weakness } from "./password-rules";
import { lengthProblem, scoredPart, weaknessOf } from "./password-rules";

export type PasswordProblem = LengthProblem | Weakness;

/** Words that say nothing about a password's owner but are near at hand for whoever guesses. */
const OURS = ["mypages", "pexip", "infinity", "vmr", "video", "meeting"];

/** Words of a person that a guesser knows, for {@link passwordProblem}. */
export function knownWords(person: {
  displayName: string;
  email: string;
  videoAddress: string | null;
  organizationName: string | null;
  /** The reseller's. */
  partnerName: string | null;
}): string[] {
  const { displayName, email, videoAddress, organizationName, partnerName } = person;
  const texts = [displayName, email, videoAddress ?? "", organizationName ?? "", partnerName ?? ""];
  const parts = texts.flatMap((text) => [text, ...text.split(/[\s@._-]+/)]);
  return [...new Set([...parts.map((part) => part.toLowerCase()), ...OURS])].filter(
    (part) => part.length > 2,
  );
}

/** Why a password is not taken as a new one; null when it is. The server decides, whatever a page has shown. */
export async function passwordProblem(password: string, known: string[]): Promise<PasswordProblem | null> {
  const problem = lengthProblem(password);
  if (problem) return problem;
  // 800 kB of word lists, for the few requests that need them.
  const { default: zxcvbn } = await import("zxcvbn");
  return weaknessOf(zxcvbn(scoredPart(password), known));
}
