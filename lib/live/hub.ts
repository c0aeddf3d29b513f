import { SESSIONS_CHANGED, stillValid } from "../auth";
import { BRIDGE_HEALTH_CHANGED } from "../bridge";
import { LIVE_CHANGED } from "../bridge/events";
import { log } from "../log";
import { openRosters } from "../metrics";
import { Second } from "../time";
import { Listener } from "./listener";
import { loadChanges, loadSnapshot, sourceState } from "./roster";
import type { Changes, Snapshot, SourceState } from "./types";

/** One open roster. Frames are ready to be written as they are. */
export type Subscriber = {
  roomId: string;
  sessionId: string;
  userId: string;
  send(frame: string): void;
  /** The session is over. */
  end(): void;
};

/**
 * Between two messages to the rosters of one room, in milliseconds: a first change goes out at once, those that follow
 * hard on it are gathered, the longer the more rosters each message costs a write.
 */
const gatherMs = (rosters: number) => Math.min(50, 5 + rosters / 4);

/**
 * How often all sessions behind open rosters are proven, and the bridge's state is read, in milliseconds. With the
 * sessions the rooms are read again: a portal that is killed between its commit and its notification tells nobody.
 */
const RECHECK_MS = 20 * Second.ms;
const SOURCE_EVERY_MS = 5 * Second.ms;

const frame = (event: string, data: unknown, id?: string) =>
  `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

export const snapshotFrame = (snapshot: Snapshot) => frame("snapshot", snapshot, snapshot.version);
export const changesFrame = (changes: Changes) => frame("changes", changes, changes.version);
export const sourceFrame = (source: SourceState) => frame("source", source);

/** The rosters of one room that are open on this instance, and how far they have been told. */
type Room = { subscribers: Set<Subscriber>; version: string; isBusy: boolean; isDirty: boolean };

/**
 * Carries changes from the database to the open rosters of this instance: one read per change and room, however many
 * watch it.
 */
export class Hub {
  private readonly rooms = new Map<string, Room>();
  private source = "";
  private timers: NodeJS.Timeout[] = [];
  private readonly listener = new Listener([LIVE_CHANGED, BRIDGE_HEALTH_CHANGED, SESSIONS_CHANGED], {
    onNotification: ({ channel, payload }) => {
      if (channel === LIVE_CHANGED) this.roomChanged(payload);
      else if (channel === SESSIONS_CHANGED) void this.proveSessions((s) => s.userId === payload);
      else void this.tellSource();
    },
    onUp: () => {
      // Notifications were missed while the connection was away.
      this.lookAgain();
      void this.tellSource();
    },
    onDown: (since) => this.broadcast({ ok: false, why: "database", since: since.toISOString() }),
  });

  async start(): Promise<void> {
    await this.listener.start();
    this.timers = [
      setInterval(() => void this.tellSource(), SOURCE_EVERY_MS),
      setInterval(() => {
        void this.proveSessions(() => true);
        this.lookAgain();
      }, RECHECK_MS),
    ];
    for (const timer of this.timers) timer.unref();
  }

  /** Ends all streams and the connection. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    for (const subscriber of this.all()) subscriber.end();
    await this.listener.stop();
  }

  /** Since when the database is away, as the listening connection sees it; null while it is there. */
  get databaseDownSince(): Date | null {
    return this.listener.downSince;
  }

  /**
   * Adds an open roster that has been told everything up to `version`.
   * @returns how to take it off again
   */
  subscribe(subscriber: Subscriber, version: string): () => void {
    const room = this.rooms.get(subscriber.roomId) ?? {
      subscribers: new Set(),
      version,
      isBusy: false,
      isDirty: false,
    };
    this.rooms.set(subscriber.roomId, room);
    room.subscribers.add(subscriber);
    openRosters.inc();
    // The room's others have been told more, or less: what this one may lack it is told alone. Twice does no harm.
    if (room.version !== version) void this.catchUp(subscriber, version);
    return () => {
      if (!room.subscribers.delete(subscriber)) return;
      openRosters.dec();
      if (room.subscribers.size === 0 && this.rooms.get(subscriber.roomId) === room)
        this.rooms.delete(subscriber.roomId);
    };
  }

  private async catchUp(subscriber: Subscriber, since: string): Promise<void> {
    try {
      const changes = await loadChanges(subscriber.roomId, since);
      subscriber.send(changes ? changesFrame(changes) : snapshotFrame(await loadSnapshot(subscriber.roomId)));
    } catch (error) {
      log.warn({ err: error }, "live.catch_up_failed");
      subscriber.end(); // the browser comes back and begins anew
    }
  }

  private *all(): Iterable<Subscriber> {
    for (const room of this.rooms.values()) yield* [...room.subscribers];
  }

  private lookAgain(): void {
    for (const roomId of this.rooms.keys()) this.roomChanged(roomId);
  }

  private roomChanged(roomId: string): void {
    const room = this.rooms.get(roomId);
    if (!room) return;
    if (room.isBusy) room.isDirty = true;
    else void this.tellRoom(roomId, room);
  }

  /** Reads what changed and sends it; while that goes on, further changes wait and are sent together. */
  private async tellRoom(roomId: string, room: Room): Promise<void> {
    room.isBusy = true;
    const sent = await this.sendChanges(roomId, room);
    setTimeout(() => {
      room.isBusy = false;
      const again = room.isDirty || !sent;
      room.isDirty = false;
      if (again && this.rooms.get(roomId) === room && !this.listener.downSince)
        void this.tellRoom(roomId, room);
    }, gatherMs(room.subscribers.size));
  }

  private async sendChanges(roomId: string, room: Room): Promise<boolean> {
    try {
      const before = room.version;
      const changes = await loadChanges(roomId, before);
      if (changes) {
        if (changes.version === before) return true;
        room.version = changes.version;
        send(room.subscribers, changesFrame(changes));
        return true;
      }
      const snapshot = await loadSnapshot(roomId);
      if (snapshot.version !== before) send(room.subscribers, snapshotFrame(snapshot));
      room.version = snapshot.version;
      return true;
    } catch (error) {
      log.warn({ roomId, err: error }, "live.read_failed");
      return false;
    }
  }

  private async tellSource(): Promise<void> {
    if (this.rooms.size === 0 || this.listener.downSince) return;
    try {
      this.broadcast(await sourceState());
    } catch (error) {
      log.warn({ err: error }, "live.source_unknown");
    }
  }

  private broadcast(source: SourceState): void {
    const text = sourceFrame(source);
    if (text === this.source) return;
    this.source = text;
    send(this.all(), text);
  }

  private async proveSessions(which: (subscriber: Subscriber) => boolean): Promise<void> {
    const subscribers = [...this.all()].filter(which);
    if (subscribers.length === 0) return;
    try {
      const valid = await stillValid([...new Set(subscribers.map((s) => s.sessionId))]);
      for (const subscriber of subscribers) if (!valid.has(subscriber.sessionId)) subscriber.end();
    } catch (error) {
      log.warn({ err: error }, "live.sessions_unproven");
    }
  }
}

function send(subscribers: Iterable<Subscriber>, text: string): void {
  for (const subscriber of subscribers) subscriber.send(text);
}
