import { type BridgeNode, type Caller, newCaller } from "./bridge-events";

/** A change that was sent, and what a roster shows when it has arrived. */
export type Change = { roomId: string; legId: string; isMuted: boolean; body: string };

/** A room's meeting as the bridge knows it, and tells one server of it. */
export class Meeting {
  private readonly callers: Caller[];
  private turn = 0;

  constructor(
    readonly roomId: string,
    private readonly node: BridgeNode,
    callers: number,
  ) {
    this.callers = Array.from({ length: callers }, (_, n) => newCaller(n));
  }

  /** The events of everybody's arrival, as JSON. */
  arrivals = (): string[] =>
    this.callers.map((caller) => JSON.stringify(this.node.participant("connected", this.roomId, caller)));

  /**
   * The next caller mutes, or unmutes. They take turns, so that the same caller is not heard of again before everybody
   * can have seen the change: what a roster shows then tells which change it has.
   */
  change(): Change {
    const caller = this.callers[this.turn++ % this.callers.length];
    if (!caller) throw new Error("A meeting of nobody");
    caller.isMuted = !caller.isMuted;
    return {
      roomId: this.roomId,
      legId: caller.uuid,
      isMuted: caller.isMuted,
      body: JSON.stringify(this.node.participant("updated", this.roomId, caller)),
    };
  }
}
