import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { db, pool } from "../../db";
import { buildRoom } from "../../testing/factories";
import { receiveMessage } from "./index";

type Raw = {
  node: string;
  seq: number;
  time: number;
  event: string;
  version: number;
  data: Record<string, unknown>;
};

let tag: string;
let roomId: string;
/** Leg ids are unique on the whole bridge, so each test has its own. */
let p: string;
let tests = 0;

beforeEach(async () => {
  const room = await buildRoom();
  roomId = room.id;
  tag = `room:${room.id}`;
  p = `t${tests++}-`;
});

const NODES = ["10.20.0.11", "10.20.0.12"] as const;

const event = (
  seq: number,
  time: number,
  name: string,
  data: Record<string, unknown>,
  node: string = NODES[0],
): Raw => ({
  node,
  seq,
  time,
  version: 2,
  event: name,
  data,
});

const conference = (more: Record<string, unknown> = {}) => ({
  name: "host.acme",
  service_type: "conference",
  tag,
  start_time: 1000,
  is_locked: false,
  is_started: true,
  guests_muted: false,
  ...more,
});

const leg = (uuid: string, more: Record<string, unknown> = {}) => ({
  uuid,
  call_id: uuid,
  conversation_id: uuid,
  conference: "host.acme",
  service_tag: tag,
  display_name: `Person ${uuid}`,
  source_alias: `${uuid}@acme.vc.example`,
  destination_alias: "host.acme",
  protocol: "SIP",
  call_direction: "in",
  role: "guest",
  service_type: "conference",
  encryption: "On",
  has_media: true,
  is_streaming: false,
  is_muted: false,
  is_presenting: false,
  connect_time: 1001,
  ...more,
});

/** A meeting over two nodes: people come, are muted, move from the lobby, leave; it ends on both. */
const meeting = (prefix: string): Raw[] => [
  event(1, 1000, "conference_started", conference()),
  event(2, 1001, "participant_connected", leg(`${prefix}a`, { role: "chair" })),
  event(1, 1002, "conference_started", conference({ start_time: 1002 }), NODES[1]),
  event(
    2,
    1003,
    "participant_connected",
    leg(`${prefix}b`, { connect_time: 1003, service_type: "waiting_room" }),
    NODES[1],
  ),
  event(3, 1004, "conference_updated", conference({ is_locked: true })),
  event(
    3,
    1005,
    "participant_updated",
    { uuid: `${prefix}b`, service_tag: tag, service_type: "conference" },
    NODES[1],
  ),
  event(4, 1006, "participant_updated", { uuid: `${prefix}a`, service_tag: tag, is_muted: true }),
  event(
    5,
    1007,
    "participant_disconnected",
    leg(`${prefix}a`, {
      end_time: 1007,
      role: "chair",
      is_muted: true,
      disconnect_reason: "Call disconnected",
    }),
  ),
];

const rest = (prefix: string): Raw[] => [
  event(6, 1010, "conference_ended", conference({ end_time: 1010 })),
  event(
    4,
    1011,
    "participant_disconnected",
    leg(`${prefix}b`, { end_time: 1011, connect_time: 1003 }),
    NODES[1],
  ),
  event(5, 1012, "conference_ended", conference({ start_time: 1002, end_time: 1012 }), NODES[1]),
];

/** What a person would see of the room's meetings, without ids and versions that differ from run to run. */
async function outcome(prefix: string) {
  const conferences = await db().conference.findMany({
    where: { roomId },
    include: { participants: { orderBy: { id: "asc" } } },
    orderBy: { startedAt: "asc" },
  });
  return conferences.map(({ startedAt, endedAt, isLocked, participants }) => ({
    startedAt,
    endedAt,
    isLocked,
    participants: participants.map(({ id, conferenceId: _, version: __, ...leg }) => ({
      ...leg,
      id: id.slice(prefix.length),
    })),
  }));
}

const bulk = (events: Raw[]) => ({
  event: "eventsink_bulk",
  node: "127.0.0.1",
  seq: 0,
  version: 2,
  time: 2000,
  data: events,
});

describe("ingest", () => {
  it("shows a meeting as it was told", async () => {
    await receiveMessage(bulk(meeting(p)));
    const [only, ...others] = await outcome(p);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ startedAt: new Date(1000_000), endedAt: null, isLocked: true });
    expect(only?.participants).toMatchObject([
      { id: "a", isMuted: true, role: "chair", leftAt: new Date(1007_000), leaveConfirmed: true },
      { id: "b", isMuted: false, serviceType: "conference", leftAt: null },
    ]);
    await receiveMessage(bulk(rest(p)));
    expect(await outcome(p)).toMatchObject([{ startedAt: new Date(1000_000), endedAt: new Date(1012_000) }]);
  });

  it("comes to the same end for events that come twice, late, out of order, in any grouping", async () => {
    const all = [...meeting("x"), ...rest("x")];
    const shuffles = fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 });
    let run = 0;
    let expected: unknown;
    await fc.assert(
      fc.asyncProperty(shuffles, fc.integer({ min: 1, max: 22 }), async (mixed, size) => {
        const room = await buildRoom();
        roomId = room.id;
        const prefix = `run${run++}-`;
        const retold = JSON.stringify(mixed)
          .replaceAll(tag, `room:${room.id}`)
          .replace(/"x([ab])"/g, `"${prefix}$1"`);
        const events: Raw[] = JSON.parse(retold.replace(/Person x/g, "Person ").replace(/"x([ab]@)/g, '"$1'));
        for (let i = 0; i < events.length; i += size) await receiveMessage(bulk(events.slice(i, i + size)));
        const seen = (await outcome(prefix)).map((c) => ({
          ...c,
          participants: c.participants.map((leg) => ({ ...leg, conversationId: "", callId: "" })),
        }));
        expected ??= seen;
        expect(seen).toHaveLength(1);
        expect(seen).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("comes to the same end when a node leaves a meeting and comes back, and when the room is used again", async () => {
    const told = (x: string): Raw[] => [
      event(1, 1000, "conference_started", conference()),
      event(2, 1001, "participant_connected", leg(`${x}a`)),
      event(1, 1002, "conference_started", conference({ start_time: 1002 }), NODES[1]),
      event(2, 1003, "participant_connected", leg(`${x}b`, { connect_time: 1003 }), NODES[1]),
      event(
        3,
        1012,
        "participant_disconnected",
        leg(`${x}b`, { connect_time: 1003, end_time: 1012 }),
        NODES[1],
      ),
      event(4, 1012, "conference_ended", conference({ start_time: 1002, end_time: 1012 }), NODES[1]),
      event(5, 1050, "conference_started", conference({ start_time: 1050 }), NODES[1]),
      event(6, 1051, "participant_connected", leg(`${x}c`, { connect_time: 1051 }), NODES[1]),
      event(
        7,
        1060,
        "participant_disconnected",
        leg(`${x}c`, { connect_time: 1051, end_time: 1060 }),
        NODES[1],
      ),
      event(8, 1060, "conference_ended", conference({ start_time: 1050, end_time: 1060 }), NODES[1]),
      event(3, 1100, "participant_disconnected", leg(`${x}a`, { end_time: 1100 })),
      event(4, 1100, "conference_ended", conference({ end_time: 1100 })),
      event(9, 1200, "conference_started", conference({ start_time: 1200 }), NODES[1]),
      event(10, 1201, "participant_connected", leg(`${x}d`, { connect_time: 1201 }), NODES[1]),
    ];
    let run = 0;
    const any = fc.shuffledSubarray([...Array(14).keys()], { minLength: 14 });
    await fc.assert(
      fc.asyncProperty(any, fc.integer({ min: 1, max: 14 }), async (order, size) => {
        const room = await buildRoom();
        roomId = room.id;
        tag = `room:${room.id}`;
        const prefix = `back${run++}-`;
        const events = told(prefix);
        const mixed = order.flatMap((index) => events[index] ?? []);
        for (let i = 0; i < mixed.length; i += size) await receiveMessage(bulk(mixed.slice(i, i + size)));
        const seen = await outcome(prefix);
        const times = seen.map((c) => [c.startedAt, c.endedAt].map((at) => at && at.getTime() / 1000));
        expect(times).toEqual([
          [1000, 1100],
          [1200, null],
        ]);
        expect(seen.map((c) => c.participants.map((one) => one.id).join(""))).toEqual(["abc", "d"]);
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it("changes nothing when a message comes again, so that open rosters are not disturbed", async () => {
    await receiveMessage(bulk(meeting(p)));
    const before = await db().conference.findFirstOrThrow({ where: { roomId } });
    const again = await receiveMessage(bulk(meeting(p)));
    const after = await db().conference.findFirstOrThrow({ where: { roomId } });
    expect(again.changed).toBe(0);
    expect(after).toEqual(before);
  });

  it("keeps a leg that the bridge ended ended, whatever comes later", async () => {
    await receiveMessage(bulk(meeting(p)));
    await receiveMessage(event(9, 1050, "participant_updated", leg(`${p}a`, { is_muted: false })));
    const left = await db().participant.findUniqueOrThrow({ where: { id: `${p}a` } });
    expect(left.leftAt).toEqual(new Date(1007_000));
  });

  it("begins a new conference when the room is used again", async () => {
    await receiveMessage(bulk([...meeting(p), ...rest(p)]));
    await receiveMessage(event(20, 5000, "participant_connected", leg(`${p}c`, { connect_time: 5000 })));
    await receiveMessage(event(19, 4999, "conference_started", conference({ start_time: 4999 })));
    const seen = await outcome(p);
    expect(seen.map((c) => [c.startedAt.getTime() / 1000, c.endedAt && c.endedAt.getTime() / 1000])).toEqual([
      [1000, 1012],
      [4999, null],
    ]);
  });

  it("closes a conference whose end went unheard when its node starts the next", async () => {
    await receiveMessage(event(1, 1000, "conference_started", conference()));
    await receiveMessage(event(9, 3000, "conference_started", conference({ start_time: 3000 })));
    const seen = await outcome("");
    expect(seen.map((c) => c.endedAt)).toEqual([new Date(3000_000), null]);
  });

  it("serves two messages about one room at once, from two nodes", async () => {
    const [one, two] = [
      meeting(p).filter((e) => e.node === NODES[0]),
      meeting(p).filter((e) => e.node === NODES[1]),
    ];
    await Promise.all([...one, ...two].map((single) => receiveMessage(single)));
    const [only, ...others] = await outcome(p);
    expect(others).toEqual([]);
    expect(only?.participants.map((leg) => leg.id)).toEqual(["a", "b"]);
  });

  it("keeps an event without waiting for others of its node to be counted", async () => {
    await receiveMessage(event(1, 1000, "conference_started", conference()));
    const blocker = await pool().connect();
    await blocker.query("BEGIN");
    await blocker.query(`SELECT 1 FROM "BridgeNode" WHERE "node" = $1 FOR UPDATE`, [NODES[0]]);
    const messages = Array.from({ length: 20 }, (_, n) =>
      receiveMessage(event(n + 2, 1001 + n, "participant_connected", leg(`${p}${n}`))),
    );
    try {
      await vi.waitFor(async () =>
        expect(await db().participant.count({ where: { id: { startsWith: p } } })).toBe(20),
      );
    } finally {
      await blocker.query("COMMIT");
      blocker.release();
    }
    await Promise.all(messages);
  });

  it("counts the numbers of messages that come at once, and knows the ones that are missing", async () => {
    const node = `10.30.0.${tests}`;
    const numbers = Array.from({ length: 60 }, (_, n) => n + 1).filter((n) => n !== 30 && n !== 31);
    await receiveMessage(event(0, 1000, "eventsink_started", {}, node));
    await Promise.all(
      numbers.map((n) => receiveMessage(event(n, 1000 + n, "participant_connected", leg(`${p}${n}`), node))),
    );
    const counted = () =>
      db().bridgeNode.findUniqueOrThrow({ where: { node }, select: { lastSeq: true, missing: true } });
    expect(await counted()).toEqual({ lastSeq: 60n, missing: [[30, 31]] });
    await receiveMessage(event(30, 1030, "participant_updated", leg(`${p}30`), node));
    expect(await counted()).toEqual({ lastSeq: 60n, missing: [[31, 31]] });
  });

  it("writes a bulk of many rooms in parts, and each room as it was told", async () => {
    const rooms = await Promise.all(Array.from({ length: 6 }, () => buildRoom()));
    const events = rooms.flatMap((room, r) => {
      const service_tag = `room:${room.id}`;
      return Array.from({ length: 60 + r }, (_, n) => [
        event(2 * n, 1001, "participant_connected", leg(`${p}${r}-${n}`, { service_tag })),
        event(2 * n + 1, 1002, "participant_updated", leg(`${p}${r}-${n}`, { service_tag, is_muted: true })),
      ]).flat();
    });
    await receiveMessage(bulk(events));
    for (const [r, room] of rooms.entries()) {
      const within = { conference: { roomId: room.id }, isMuted: true, leftAt: null };
      expect(await db().participant.count({ where: within })).toBe(60 + r);
    }
  });

  it("keeps the good events of a bulk, refuses the malformed once, and lets its repetition pass", async () => {
    const message = bulk([event(2, 1001, "participant_connected", leg(`${p}a`))]);
    const mixed = { ...message, data: [...message.data, { event: "participant_connected", data: {} }, 7] };
    const first = await receiveMessage(mixed);
    expect(first.refused).toHaveLength(2);
    expect(await db().participant.count({ where: { id: `${p}a` } })).toBe(1);
    expect((await receiveMessage(mixed)).refused).toEqual([]);
  });

  it("ignores conferences that are none of ours, and tags of rooms that do not exist", async () => {
    const foreign = event(1, 1000, "participant_connected", leg("f", { service_tag: "some other system" }));
    const unknown = event(
      2,
      1000,
      "participant_connected",
      leg("u", { service_tag: `room:${crypto.randomUUID()}` }),
    );
    await receiveMessage(bulk([foreign, unknown]));
    expect(await db().participant.count({ where: { id: { in: ["f", "u"] } } })).toBe(0);
  });

  it("does not let a leg of one room appear in another", async () => {
    await receiveMessage(event(1, 1001, "participant_connected", leg(`${p}a`)));
    const other = await buildRoom();
    await receiveMessage(
      event(2, 1002, "participant_updated", leg(`${p}a`, { service_tag: `room:${other.id}` })),
    );
    expect(await db().conference.count({ where: { roomId: other.id } })).toBe(0);
  });

  it("asks for a comparison with the bridge's status when an event sink starts", async () => {
    await receiveMessage(event(1, 1000, "eventsink_started", {}));
    const { rows } = await pool().query(`SELECT 1 FROM graphile_worker.jobs WHERE key = 'bridge:reconcile'`);
    expect(rows).toHaveLength(1);
  });

  it("keeps hostile text as text", async () => {
    const name = 'Robert\'); DROP TABLE "Participant";--\u0000\u202e{}"\\';
    await receiveMessage(
      event(1, 1001, "participant_connected", leg(`${p}a`, { display_name: name, vendor: "x".repeat(4000) })),
    );
    const stored = await db().participant.findUniqueOrThrow({ where: { id: `${p}a` } });
    expect(stored.displayName).toBe(name.replace("\u0000", " "));
    expect(stored.vendor).toHaveLength(250);
  });

  it("stores no stream key, wherever the bridge puts the address", async () => {
    const address = "rtmps://live.example:443/app/s3cret-key?auth=s3cret";
    const stream = {
      protocol: "RTMP",
      is_streaming: true,
      call_direction: "out",
      destination_alias: address,
      display_name: address,
    };
    await receiveMessage(event(1, 1001, "participant_connected", leg(`${p}s`, stream)));
    const stored = await db().participant.findUniqueOrThrow({ where: { id: `${p}s` } });
    expect(JSON.stringify({ ...stored, version: null })).not.toContain("s3cret");
    expect(stored.destinationAlias).toBe("rtmps://live.example:443");
  });
});
