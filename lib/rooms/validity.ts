import { Minute } from "../time";

/** After its meeting a one-time room stays open for so long, in milliseconds: somebody whose call broke off comes back. */
export const REJOIN_MS = 10 * Minute.ms;

/** What decides whether callers are let into a room. All of a permanent room's but `closedAt` are null or false. */
export type ValidityFacts = {
  opensAt: Date | null;
  closesAt: Date | null;
  closesAfterMeeting: boolean;
  closedAt: Date | null;
  /** A meeting is running now. */
  isRunning: boolean;
  /** When the last meeting that a host had started was over; null before the first. */
  lastEndedAt: Date | null;
};

export type Validity =
  | "open"
  /** Before its window. */
  | "not_yet"
  /** Its window is over, or its meeting is. */
  | "over"
  /** Somebody closed it. */
  | "closed";

/** Whether a room lets callers in. A running meeting goes on whatever this says; it is about who comes anew. */
export function validityOf(room: ValidityFacts, now: Date): Validity {
  const { opensAt, closesAt, closedAt, lastEndedAt } = room;
  if (closedAt) return "closed";
  if (opensAt && now < opensAt) return "not_yet";
  if (closesAt && now >= closesAt) return "over";
  const isHeld = room.closesAfterMeeting && !room.isRunning && lastEndedAt !== null;
  return isHeld && now.getTime() >= lastEndedAt.getTime() + REJOIN_MS ? "over" : "open";
}
