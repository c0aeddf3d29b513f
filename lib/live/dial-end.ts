import type { DialEnd } from "./types";

/** What a bridge's reason for the end of a call that it made means (reference: Pexip client API v2, list of errors). */
export function dialEndOf(reason: string): DialEnd {
  if (/reject|busy|declin/i.test(reason)) return "declined";
  if (/dial out failed|not found|unreachable|timer expired|no answer|timeout/i.test(reason))
    return "unreachable";
  return "ended";
}
