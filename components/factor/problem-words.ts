import type { Translate } from "@/lib/i18n";
import type { VerifyState } from "./state";

/** What was wrong with a factor, in words; undefined when nothing was. */
export const problemWords = (t: Translate<"factor">, { problem }: VerifyState): string | undefined =>
  problem && t(`problems.${problem.key}`, { minutes: problem.minutes ?? 1 });
