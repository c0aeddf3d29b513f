import { describe, expect, it, vi } from "vitest";
import { admin, roomsOfTheTable, sinkServer, startForTest } from "../testing";

const rooms = [
  { name: "host.acme", aliases: ["host.acme"], pin: "1111", allowGuests: true },
  { name: "board.acme", aliases: ["board.acme"], pin: "1111", guestPin: "2222", allowGuests: true },
];

describe("a lively demonstration", () => {
  it("fills the main room with all kinds of callers, and nobody is in two rooms", async () => {
    const bridge = await startForTest({ ownRooms: rooms });
    bridge.startLively({ rooms: ["host.acme", "board.acme"], pace: 500 });
    const people = () => bridge.state().conferences.flatMap(({ participants }) => participants);
    const inMain = () =>
      bridge.state().conferences.find(({ name }) => name === "host.acme")?.participants ?? [];
    await vi.waitFor(() => expect(inMain().length).toBeGreaterThanOrEqual(10), { timeout: 5_000 });
    expect(inMain().some(({ role }) => role === "chair")).toBe(true);
    expect(inMain().some(({ remoteAlias }) => remoteAlias.endsWith("@acme.vc.example"))).toBe(true);
    expect(
      new Set(inMain().flatMap(({ legs }) => legs.map(({ protocol }) => protocol))).size,
    ).toBeGreaterThanOrEqual(3);
    const names = people().map(({ displayName }) => displayName);
    expect(new Set(names).size).toBe(names.length);
  });

  it("holds new callers while the host keeps the room locked, and leaves the lock alone", async () => {
    const bridge = await startForTest({ ownRooms: rooms });
    bridge.startLively({ rooms: ["host.acme"], pace: 500 });
    const main = () => bridge.state().conferences[0];
    await vi.waitFor(() => expect(main()?.participants.length).toBeGreaterThanOrEqual(10), {
      timeout: 5_000,
    });
    await admin(bridge).command("conference/lock", { conference_id: main()?.id });
    await vi.waitFor(
      () => expect(main()?.participants.some(({ stage }) => stage === "waiting_room")).toBe(true),
      { timeout: 5_000 },
    );
    expect(main()?.isLocked).toBe(true);
  });

  it("does not bring back who was ejected, and rests after a meeting was ended", async () => {
    const bridge = await startForTest({ ownRooms: rooms });
    bridge.startLively({ rooms: ["host.acme"], pace: 100 });
    const main = () => bridge.state().conferences[0];
    await vi.waitFor(() => expect(main()?.participants.length).toBeGreaterThanOrEqual(10), {
      timeout: 5_000,
    });
    const victim = main()?.participants.find(({ role }) => role === "guest");
    await admin(bridge).command("participant/disconnect", { participant_id: victim?.participantId });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(main()?.participants.map(({ displayName }) => displayName)).not.toContain(victim?.displayName);

    await admin(bridge).command("conference/disconnect", { conference_id: main()?.id });
    // Two minutes at this pace are 1,200 ms.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(main()).toBeUndefined();
    await vi.waitFor(() => expect(main()).toBeDefined(), { timeout: 5_000 });
  });
});

describe("a load", () => {
  it("joins as many as wanted and gives exactly one event a change, the same each time", async () => {
    const muted = async () => {
      const { sink, accepted } = await sinkServer();
      const bridge = await startForTest({ ownRooms: roomsOfTheTable, eventSink: { ...sink, bulk: true } });
      const spec = {
        rooms: ["open", "hosted"],
        participants: 30,
        eventsPerSecond: 400,
        seconds: 0.25,
        seed: 7,
      };
      const load = bridge.load(bridge.startLoad(spec));
      const report = await load?.finished;
      expect(report).toMatchObject({ phase: "done", joined: 30, refused: 0, changes: 100 });
      const { participants } = bridge.state().conferences.find(({ name }) => name === "hosted") ?? {
        participants: [],
      };
      expect(participants).toHaveLength(15);
      const { sequence } = bridge.state().eventSink[0] ?? { sequence: 0 };
      await vi.waitFor(() => expect(accepted()).toHaveLength(sequence));
      const changes = accepted().filter(
        ({ event, data }) => event === "participant_updated" && "is_muted" in data && isSingle(data),
      );
      expect(changes.length).toBeGreaterThanOrEqual(100);
      return bridge
        .state()
        .conferences.flatMap((one) => one.participants.filter((p) => p.isMuted).map((p) => p.displayName))
        .sort();
    };
    expect(await muted()).toEqual(await muted());
  });

  it("can be started, watched and stopped over HTTP", async () => {
    const bridge = await startForTest({ ownRooms: roomsOfTheTable });
    const api = admin(bridge);
    const spec = { rooms: ["open"], participants: 4, eventsPerSecond: 10, seconds: 60, hangUpAfter: true };
    const { id } = (await api.demo("POST", "load", spec)).body;
    await vi.waitFor(async () => {
      expect((await api.demo("GET", `load/${id}`)).body).toMatchObject({ phase: "changing", joined: 4 });
    });
    await api.demo("DELETE", `load/${id}`);
    await vi.waitFor(async () => expect((await api.demo("GET", `load/${id}`)).body.phase).toBe("stopped"));
    expect(bridge.state().legCount).toBe(0);
    expect((await api.demo("POST", "load", { rooms: [] })).status).toBe(400);
  });
});

/** A leg without a sibling: browsers have two. */
const isSingle = (data: object) =>
  "related_uuids" in data && Array.isArray(data.related_uuids) && data.related_uuids.length === 0;
