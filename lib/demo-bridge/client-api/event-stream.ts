import type { ServerResponse } from "node:http";
import type { Engine } from "../engine/engine";
import type { EngineEvent } from "../engine/events";
import { type Conference, isInside, type Participant } from "../engine/model";
import type { Session, Sessions } from "./sessions";
import { conferenceView, layoutView, participantView, stageView } from "./views";

/** One event in the form of server-sent events. Without payload the data is `null`: browsers drop events without data. */
const frame = (event: string, data: unknown) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Tells clients what happens in their conference, each what it may see. */
export class EventStreams {
  private readonly speakers = new WeakMap<Conference, Participant>();
  private readonly comments: NodeJS.Timeout;
  private readonly open = new Set<ServerResponse>();

  constructor(
    engine: Engine,
    private readonly sessions: Sessions,
    private readonly onGone: (session: Session) => void,
  ) {
    engine.bus.subscribe((event) => this.tell(event));
    this.comments = setInterval(() => {
      for (const stream of this.open) stream.write(": still here\n\n");
    }, engine.timers.eventStreamCommentMs).unref();
  }

  /** Answers `GET events`: the whole state first, then every change. A reconnecting client gets the whole state again. */
  serve(session: Session, res: ServerResponse): void {
    res.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    this.open.add(res);
    this.sessions.attach(session, res);
    res.on("close", () => {
      this.open.delete(res);
      this.sessions.detach(session, res);
    });
    res.write(this.opening(session));
  }

  stop(): void {
    clearInterval(this.comments);
    for (const stream of this.open) stream.end();
  }

  private opening(session: Session): string {
    const { conference, participant } = session;
    session.seesEveryone = isInside(participant);
    const visible = session.seesEveryone ? [...conference.participants.values()] : [participant];
    const presenter = visible.find((one) => one.isPresenting && one !== participant);
    return [
      frame("participant_sync_begin", null),
      ...visible.map((one) => frame("participant_create", participantView(one))),
      frame("participant_sync_end", null),
      frame("conference_update", conferenceView(conference, participant)),
      frame("layout", layoutView(conference)),
      frame(
        "stage",
        session.seesEveryone ? stageView(conference, this.speakers.get(conference) ?? null) : [],
      ),
      ...(presenter ? [frame("presentation_start", presenterView(presenter))] : []),
    ].join("");
  }

  private tell(event: EngineEvent): void {
    if (event.type === "speaker_changed") this.speakers.set(event.conference, event.participant);
    if (event.type === "participant_left") {
      const own = this.sessions.of(event.conference, event.participant);
      if (own) this.dismiss(own, event.reason);
    }
    for (const session of this.sessions.in(event.conference)) {
      const text = this.textFor(session, event);
      if (text !== "") for (const stream of session.streams) stream.write(text);
    }
  }

  /** Tells a client that it is out, and why. */
  private dismiss(session: Session, why: string): void {
    this.sessions.close(session);
    this.onGone(session);
    for (const stream of session.streams) stream.end(frame("disconnect", { reason: why }));
  }

  private textFor(session: Session, event: EngineEvent): string {
    const { participant: viewer } = session;
    const { conference } = event;
    switch (event.type) {
      case "conference_updated":
        return frame("conference_update", conferenceView(conference, viewer));
      case "participant_joined":
        return session.seesEveryone ? frame("participant_create", participantView(event.participant)) : "";
      case "participant_updated":
        return this.update(session, event.participant);
      case "participant_left":
        if (!session.seesEveryone) return "";
        return (
          frame("participant_delete", { uuid: event.participant.uuid }) +
          this.streamState(session, event.participant)
        );
      case "transfer_offered":
        if (event.participant !== viewer) return "";
        return frame("refer", { alias: event.alias, token: event.token });
      default:
        return session.seesEveryone ? this.insideText(session, event) : "";
    }
  }

  private insideText(session: Session, event: EngineEvent): string {
    const { participant: viewer } = session;
    switch (event.type) {
      case "presentation_started":
        return event.participant === viewer
          ? ""
          : frame("presentation_start", presenterView(event.participant));
      case "presentation_stopped":
        return event.participant === viewer ? "" : frame("presentation_stop", null);
      case "layout_changed":
        return frame("layout", layoutView(event.conference));
      case "speaker_changed":
        return frame("stage", stageView(event.conference, event.participant));
      case "message_sent": {
        if (event.from === viewer || (event.to !== null && event.to !== viewer)) return "";
        const { from, mediaType, payload } = event;
        const direct = event.to !== null;
        return frame("message_received", {
          origin: from.displayName,
          uuid: from.uuid,
          type: mediaType,
          payload,
          direct,
        });
      }
      default:
        return "";
    }
  }

  /** Somebody who comes in from the waiting room meets the others only now. */
  private update(session: Session, participant: Participant): string {
    const { conference, participant: viewer } = session;
    if (participant !== viewer) {
      if (!session.seesEveryone) return "";
      return (
        frame("participant_update", participantView(participant)) + this.streamState(session, participant)
      );
    }
    const own = frame("participant_update", participantView(viewer));
    if (session.seesEveryone || !isInside(viewer)) return own;
    session.seesEveryone = true;
    const others = [...conference.participants.values()].filter((one) => one !== viewer);
    const created = others.map((one) => frame("participant_create", participantView(one))).join("");
    return own + created + frame("conference_update", conferenceView(conference, viewer));
  }

  /** The conference says whether it is being streamed, so a stream's coming and going changes it. */
  private streamState(session: Session, participant: Participant): string {
    if (!participant.isStreaming) return "";
    return frame("conference_update", conferenceView(session.conference, session.participant));
  }
}

const presenterView = (participant: Participant) => ({
  presenter_name: participant.displayName,
  presenter_uri: participant.remoteAlias,
  presenter_uuid: participant.uuid,
});
