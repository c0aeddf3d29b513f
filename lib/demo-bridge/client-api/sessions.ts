import type { ServerResponse } from "node:http";
import { Deadlines } from "../engine/deadlines";
import type { Engine } from "../engine/engine";
import type { Conference, Participant } from "../engine/model";
import { reason } from "../engine/reasons";
import type { MediaCall } from "../media";
import type { CallFacts } from "../policy/policy";
import { newToken } from "../random";

/** A client that holds a token. It survives refreshes; the token does not. */
export interface Session {
  readonly id: string;
  token: string;
  /** Works for a short while after a refresh: requests may be under way. */
  previousToken: string | null;
  readonly alias: string;
  readonly conference: Conference;
  readonly participant: Participant;
  /** The call as policy was asked about it, for the questions that follow. */
  readonly facts: CallFacts;
  readonly streams: Set<ServerResponse>;
  readonly calls: Map<string, MediaCall>;
  /** True once the whole roster was sent: people in the waiting room see only themselves. */
  seesEveryone: boolean;
}

/** The clients of the client API, their tokens, and what happens when one goes silent. */
export class Sessions {
  private readonly byToken = new Map<string, Session>();
  private readonly byConference = new Map<Conference, Map<string, Session>>();
  private readonly deadlines = new Deadlines();

  constructor(private readonly engine: Engine) {}

  /** The lifetime of a token as clients are told it: whole seconds, as a string. */
  get expires(): string {
    return String(Math.max(1, Math.round(this.engine.timers.tokenLifetimeMs / 1000)));
  }

  open(conference: Conference, participant: Participant, alias: string, facts: CallFacts): Session {
    const session: Session = {
      id: participant.uuid,
      token: newToken(),
      previousToken: null,
      alias: alias.toLowerCase(),
      conference,
      participant,
      facts,
      streams: new Set(),
      calls: new Map(),
      seesEveryone: false,
    };
    this.byToken.set(session.token, session);
    const others = this.byConference.get(conference) ?? new Map<string, Session>();
    others.set(session.id, session);
    this.byConference.set(conference, others);
    this.awaitRefresh(session);
    return session;
  }

  find(token: string): Session | null {
    return this.byToken.get(token) ?? null;
  }

  /** Clients in a conference. */
  in(conference: Conference): Iterable<Session> {
    return this.byConference.get(conference)?.values() ?? [];
  }

  of(conference: Conference, participant: Participant): Session | null {
    return this.byConference.get(conference)?.get(participant.uuid) ?? null;
  }

  /** Gives the client a new token and another lifetime. */
  refresh(session: Session): void {
    if (session.previousToken) this.byToken.delete(session.previousToken);
    const old = session.token;
    session.previousToken = old;
    session.token = newToken();
    this.byToken.set(session.token, session);
    this.deadlines.set(`overlap:${session.id}`, this.engine.timers.tokenOverlapMs, () => {
      if (session.previousToken === old) session.previousToken = null;
      this.byToken.delete(old);
    });
    this.awaitRefresh(session);
  }

  /** Forgets a client; its participant is somebody else's business. */
  close(session: Session): void {
    this.byToken.delete(session.token);
    if (session.previousToken) this.byToken.delete(session.previousToken);
    for (const name of ["token", "overlap", "stream"]) this.deadlines.clear(`${name}:${session.id}`);
    const others = this.byConference.get(session.conference);
    others?.delete(session.id);
    if (others?.size === 0) this.byConference.delete(session.conference);
  }

  /** An event stream opened. */
  attach(session: Session, stream: ServerResponse): void {
    this.deadlines.clear(`stream:${session.id}`);
    session.streams.add(stream);
  }

  /** An event stream closed; without another one the client is taken for gone after a while. */
  detach(session: Session, stream: ServerResponse): void {
    session.streams.delete(stream);
    if (session.streams.size > 0 || this.of(session.conference, session.participant) !== session) return;
    this.deadlines.set(`stream:${session.id}`, this.engine.timers.eventStreamGraceMs, () =>
      this.engine.leave(session.conference, session.participant, reason.hungUp),
    );
  }

  stop(): void {
    this.deadlines.clearAll();
  }

  private awaitRefresh(session: Session): void {
    this.deadlines.set(`token:${session.id}`, this.engine.timers.tokenLifetimeMs, () =>
      this.engine.leave(session.conference, session.participant, reason.tokenExpired),
    );
  }
}
