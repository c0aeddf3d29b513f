import type { Translate } from "@/lib/i18n";
import type { ProofState } from "./state";

/** What was wrong with a proof, in words, at the place it belongs to. */
export function problemWords(
  t: Translate<"factor">,
  { problem }: ProofState,
): { atPasskey?: string; atField?: string } {
  if (!problem) return {};
  const words = t(`problems.${problem.key}`, { minutes: problem.minutes ?? 1 });
  return problem.key === "passkey_refused" ? { atPasskey: words } : { atField: words };
}
