import type { DialEnd } from "@/lib/live/types";
import type { Roster } from "./roster-state";

/** What the action answers: keys of `live.dial.errors` and `live.failures`, or the call that began. */
export type DialState = {
  dialled?: { legIds: string[]; name: string };
  fields?: Record<string, string>;
  error?: string;
};

/** A call that the host made from this page, until it is answered. */
export type Dial = {
  legIds: readonly string[];
  name: string;
  /** Whether the roster has shown it already. */
  isSeen: boolean;
  phase: "calling" | "answered" | DialEnd;
};

/** A call after a look at the roster, which shows its leg as connecting, then inside, or tells why it is gone. */
export function followed(dial: Dial, roster: Pick<Roster, "conference" | "legs" | "dialEnds">): Dial {
  if (dial.phase !== "calling") return dial;
  const legs = dial.legIds.flatMap((id) => roster.legs.get(id) ?? []);
  if (legs.some(({ place }) => place !== "connecting")) return { ...dial, phase: "answered" };
  if (legs.length > 0) return dial.isSeen ? dial : { ...dial, isSeen: true };
  const end = dial.legIds.map((id) => roster.dialEnds.get(id)).find((why) => why !== undefined);
  if (end) return { ...dial, phase: end };
  // It left while the page was not live, or with the meeting: nobody told why.
  return dial.isSeen || !roster.conference ? { ...dial, phase: "ended" } : dial;
}
