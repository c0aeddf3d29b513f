import { BridgeNode } from "./bridge-events";
import { EventSink } from "./event-sink";
import { EventStream } from "./event-stream";
import { residentBytes } from "./machine";
import { Meeting } from "./roster-meeting";

/** Somebody signed in who watches a room. */
export type Seat = { alias: string; roomId: string; cookie: string };

/** A server under test: where it listens, which process it is, and how it addresses a room's stream. */
export type Server = {
  port: number;
  pid: number;
  env: Record<string, string>;
  streamPath(seat: Seat): string;
};

/** Streams are opened by so many at a time. */
const OPENING_AT_ONCE = 50;

/** One of the two servers, with the meetings it hears of from five bridge nodes, and its open rosters. */
export class RosterSide {
  readonly meetings: Meeting[];
  readonly sink: EventSink;
  readonly streams = new Map<string, EventStream[]>();

  constructor(
    private readonly server: Server,
    roomIds: string[],
    callersPerRoom: number,
  ) {
    this.sink = new EventSink(server.port, server.env);
    const nodes = [11, 12, 13, 14, 15].map((last) => new BridgeNode(`10.20.0.${last}`));
    this.meetings = roomIds.flatMap((roomId, index) =>
      nodes.slice(index % 5, (index % 5) + 1).map((node) => new Meeting(roomId, node, callersPerRoom)),
    );
  }

  /** Lets everybody into the meetings. */
  async fill(): Promise<void> {
    for (const meeting of this.meetings)
      for (const arrival of meeting.arrivals()) await this.sink.post(arrival);
  }

  /** Opens all rosters in groups that leave again, so that the server has done all of this before its memory is read. */
  rehearse = (seats: Seat[]) => this.openInGroups(seats, (_, stream) => stream.close());

  /** Opens all rosters, to stay. */
  open = (seats: Seat[]) =>
    this.openInGroups(seats, ({ roomId }, stream) => {
      this.streams.set(roomId, [...(this.streams.get(roomId) ?? []), stream]);
    });

  residentBytes = (): number => residentBytes(this.server.pid);

  /** All that arrived so far, by room and stream; it is then forgotten. */
  takeFrames() {
    return new Map(
      [...this.streams].map(([roomId, streams]) => [
        roomId,
        streams.map((stream) => stream.frames.splice(0)),
      ]),
    );
  }

  close(): void {
    for (const stream of [...this.streams.values()].flat()) stream.close();
    this.sink.close();
  }

  private async openInGroups(
    seats: Seat[],
    opened: (seat: Seat, stream: EventStream) => void,
  ): Promise<void> {
    const { port, streamPath } = this.server;
    for (let from = 0; from < seats.length; from += OPENING_AT_ONCE) {
      const group = seats.slice(from, from + OPENING_AT_ONCE);
      const streams = await Promise.all(
        group.map(
          async (seat) => [seat, await EventStream.open(port, streamPath(seat), seat.cookie)] as const,
        ),
      );
      for (const [seat, stream] of streams) opened(seat, stream);
    }
  }
}
