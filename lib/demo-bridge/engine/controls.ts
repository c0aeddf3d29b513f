import { newToken } from "../random";
import { unixNow } from "../time";
import type { Engine } from "./engine";
import { type Conference, isInside, isWaiting, type Participant } from "./model";

/** What hosts and administrators do to a running conference. Both APIs come here, so they cannot differ. */
export class Controls {
  constructor(private readonly engine: Engine) {}

  /** Holds newcomers outside; who is inside stays. */
  lock(conference: Conference): void {
    if (conference.isLocked) return;
    conference.isLocked = true;
    this.engine.touchConference(conference);
  }

  /** Opens the door and lets in everybody whom nothing else holds. */
  unlock(conference: Conference): void {
    if (!conference.isLocked) return;
    conference.isLocked = false;
    this.engine.touchConference(conference);
    this.engine.letIn(conference);
  }

  /** Admits one waiting participant. */
  admit(conference: Conference, participant: Participant): void {
    if (isWaiting(participant)) this.engine.bringInside(conference, participant);
  }

  muteGuests(conference: Conference, muted: boolean): void {
    conference.guestsMuted = muted;
    this.engine.touchConference(conference);
    for (const participant of conference.participants.values()) {
      if (participant.role === "guest" && !participant.isStreaming)
        this.change(conference, participant, { isMuted: muted });
    }
  }

  setGuestsCanUnmute(conference: Conference, allowed: boolean): void {
    conference.guestsCanUnmute = allowed;
    this.engine.touchConference(conference);
  }

  /** Sets fields of a participant and tells everybody, once, if anything is different. */
  change(conference: Conference, participant: Participant, fields: Partial<Participant>): void {
    const before = JSON.stringify({ ...participant, legs: [] });
    Object.assign(participant, fields);
    if (JSON.stringify({ ...participant, legs: [] }) !== before) this.engine.touch(conference, participant);
  }

  /** Makes somebody host or guest. A waiting guest who becomes host may pass the lock as dialled hosts do. */
  setRole(conference: Conference, participant: Participant, role: "chair" | "guest"): void {
    if (participant.role === role) return;
    if (isWaiting(participant) && role === "chair") {
      participant.role = role;
      participant.passesLock = true;
      this.engine.bringInside(conference, participant);
      return;
    }
    this.change(conference, participant, { role });
    if (role === "chair" && isInside(participant) && participant.legs.some((leg) => leg.hasMedia)) {
      this.engine.start(conference);
    }
  }

  /** Gives the floor to one presenter; whoever had it loses it. */
  present(conference: Conference, participant: Participant): void {
    if (participant.isPresenting) return;
    for (const other of conference.participants.values()) this.stopPresenting(conference, other);
    participant.isPresenting = true;
    this.engine.touch(conference, participant);
    this.engine.bus.emit({ type: "presentation_started", time: unixNow(), conference, participant });
  }

  stopPresenting(conference: Conference, participant: Participant): void {
    if (!participant.isPresenting) return;
    participant.isPresenting = false;
    this.engine.touch(conference, participant);
    this.engine.bus.emit({ type: "presentation_stopped", time: unixNow(), conference, participant });
  }

  clearHands(conference: Conference): void {
    for (const participant of conference.participants.values())
      this.change(conference, participant, { buzzTime: 0 });
  }

  setLayout(conference: Conference, layout: Partial<Conference["layout"]>): void {
    Object.assign(conference.layout, layout);
    this.engine.bus.emit({ type: "layout_changed", time: unixNow(), conference });
  }

  /** @param to null sends to everybody inside. */
  say(
    conference: Conference,
    from: Participant,
    to: Participant | null,
    mediaType: string,
    payload: string,
  ): void {
    conference.messageCount += 1;
    this.engine.bus.emit({ type: "message_sent", time: unixNow(), conference, from, to, mediaType, payload });
  }

  speak(conference: Conference, participant: Participant): void {
    this.engine.bus.emit({ type: "speaker_changed", time: unixNow(), conference, participant });
  }

  /** Asks a client to go to another room. @returns the one-time token it joins that room with. */
  offerTransfer(conference: Conference, participant: Participant, alias: string): string {
    const token = newToken();
    this.engine.bus.emit({
      type: "transfer_offered",
      time: unixNow(),
      conference,
      participant,
      alias,
      token,
    });
    return token;
  }
}
