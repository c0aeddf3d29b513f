import { describe, expect, it, vi } from "vitest";
import { admin, freePort, noSink, roomsOfTheTable, sinkServer, startForTest } from "../testing";
import type { Envelope } from "./publisher";

const sip = (displayName: string, alias = "open") => ({ alias, displayName, protocol: "SIP" as const });
const names = (events: Envelope[]) => events.map(({ event }) => event);
const sequence = (events: Envelope[]) => events.map(({ seq }) => seq);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("events of a call", () => {
  it("come in order from 1, complete and with credentials", async () => {
    const { sink, messages, accepted } = await sinkServer();
    const bridge = await startForTest({
      eventSink: sink,
      ownRooms: [{ name: "open", aliases: ["open"], tag: "room:1" }],
    });
    const call = await bridge.placeCall(sip("Ann"));
    bridge.changeCall(call.legId ?? "", { isMuted: true });
    bridge.hangUp(call.legId ?? "");
    await vi.waitFor(() => expect(accepted()).toHaveLength(8));
    expect(names(accepted())).toEqual([
      "eventsink_started",
      "conference_started",
      "participant_connected",
      "conference_updated",
      "participant_updated",
      "participant_media_streams_destroyed",
      "participant_disconnected",
      "conference_ended",
    ]);
    expect(sequence(accepted())).toEqual(upTo(8));
    expect(messages.every(({ isAuthorized }) => isAuthorized)).toBe(true);
    const [, , connected, , updated, , disconnected, ended] = accepted();
    expect(connected).toMatchObject({ node: "10.20.0.11", version: 2, time: expect.any(Number) });
    const leg = {
      uuid: call.legId,
      conference: "open",
      service_tag: "room:1",
      service_type: "conference",
      protocol: "SIP",
      role: "chair",
      encryption: "Off",
      call_direction: "in",
      destination_alias: "sip:open",
      has_media: true,
      related_uuids: [],
    };
    expect(connected?.data).toMatchObject({ ...leg, is_muted: false });
    expect(updated?.data).toMatchObject({ ...leg, is_muted: true });
    expect(disconnected?.data).toMatchObject({
      ...leg,
      disconnect_reason: "Call disconnected",
      duration: expect.any(Number),
      end_time: expect.any(Number),
    });
    expect(ended?.data).toMatchObject({ name: "open", tag: "room:1", end_time: expect.any(Number) });
  });

  it("report a browser as two legs of one conversation", async () => {
    const { sink, accepted } = await sinkServer();
    const bridge = await startForTest({ eventSink: sink, ownRooms: roomsOfTheTable });
    const call = await bridge.placeCall({ alias: "open", displayName: "Ann", protocol: "WebRTC" });
    const [api, webrtc] = call.legIds;
    await vi.waitFor(() =>
      expect(names(accepted()).filter((name) => name.startsWith("participant"))).toHaveLength(3),
    );
    const legs = accepted().filter(({ event }) => event === "participant_connected");
    expect(legs.map(({ data }) => data)).toMatchObject([
      { uuid: api, protocol: "API", has_media: false, related_uuids: [] },
      { uuid: webrtc, protocol: "WebRTC", has_media: true, related_uuids: [api] },
    ]);
    const updated = accepted().find(({ event }) => event === "participant_updated");
    expect(updated?.data).toMatchObject({ uuid: api, related_uuids: [webrtc] });
  });

  it("include windows of media quality when the class changes", async () => {
    const { sink, accepted } = await sinkServer();
    const bridge = await startForTest({
      eventSink: sink,
      ownRooms: roomsOfTheTable,
      timers: { mediaWindowMs: 20 },
    });
    await bridge.placeCall(sip("Ann"));
    await vi.waitFor(() => expect(names(accepted())).toContain("participant_media_stream_window"));
    const window = accepted().find(({ event }) => event === "participant_media_stream_window");
    expect(window?.data).toMatchObject({
      call_quality_was: "0_unknown",
      call_quality_now: expect.stringMatching(/^[1-4]_/),
      packet_loss_history: [{ stream_type: "audio" }, { stream_type: "video" }],
    });
  });
});

describe("delivery", () => {
  it("repeats the same event with the same number until it is taken, and nothing overtakes it", async () => {
    let refusals = 3;
    const { sink, messages, accepted } = await sinkServer(() => (refusals-- > 0 ? 503 : 204));
    const bridge = await startForTest({ eventSink: sink, ownRooms: roomsOfTheTable });
    await bridge.placeCall(sip("Ann"));
    await vi.waitFor(() => expect(accepted()).toHaveLength(4));
    expect(messages.map(({ body }) => body.seq)).toEqual([1, 1, 1, 1, 2, 3, 4]);
  });

  it("waits for a sink that is not there yet, and loses nothing", async () => {
    const port = await freePort();
    const eventSink = { ...noSink, url: `http://127.0.0.1:${port}/events` };
    const bridge = await startForTest({ eventSink, ownRooms: roomsOfTheTable });
    await bridge.placeCall(sip("Ann"));
    expect(bridge.state().eventSink[0]).toMatchObject({ sequence: 4, delivered: 0 });
    const { accepted } = await sinkServer(() => 204, port);
    await vi.waitFor(() => expect(sequence(accepted())).toEqual(upTo(4)));
    expect(bridge.state().eventSink[0]).toMatchObject({ sequence: 4, waiting: 0 });
  });

  it("gathers the events of an interval into one message in bulk mode", async () => {
    const { sink, messages, accepted } = await sinkServer();
    const bridge = await startForTest({
      eventSink: { ...sink, bulk: true, bulkIntervalMs: 30 },
      ownRooms: roomsOfTheTable,
    });
    await Promise.all(["Ann", "Ben", "Cleo"].map((name) => bridge.placeCall(sip(name))));
    await vi.waitFor(() => expect(accepted()).toHaveLength(6));
    expect(messages.length).toBeLessThanOrEqual(2);
    expect(messages[0]?.body).toMatchObject({
      event: "eventsink_bulk",
      node: "127.0.0.1",
      seq: 0,
      version: 2,
    });
    expect(sequence(accepted())).toEqual(upTo(6));
  });

  it("says at the end that it stopped, and takes no longer than a second when nobody listens", async () => {
    const { sink, accepted } = await sinkServer();
    const bridge = await startForTest({ eventSink: sink });
    await bridge.stop();
    expect(names(accepted())).toEqual(["eventsink_started", "eventsink_stopped"]);

    const deaf = await startForTest({ eventSink: { ...sink, url: "http://127.0.0.1:9/" } });
    const before = Date.now();
    await deaf.stop();
    expect(Date.now() - before).toBeLessThan(1_500);
  });
});

describe("two nodes", () => {
  it("each count for themselves, and each start and end the conference they carry", async () => {
    const { sink, accepted } = await sinkServer();
    const nodes = ["10.20.0.11", "10.20.0.12"];
    const bridge = await startForTest({ eventSink: sink, nodes, ownRooms: roomsOfTheTable });
    const ann = await bridge.placeCall(sip("Ann"));
    await bridge.placeCall(sip("Ben"));
    bridge.hangUp(ann.legId ?? "");
    await vi.waitFor(() =>
      expect(accepted().filter(({ event }) => event === "conference_ended")).toHaveLength(1),
    );
    await admin(bridge).command("conference/disconnect", {
      conference_id: bridge.state().conferences[0]?.id,
    });
    await vi.waitFor(() =>
      expect(accepted().filter(({ event }) => event === "conference_ended")).toHaveLength(2),
    );
    for (const node of nodes) {
      const own = accepted().filter((event) => event.node === node);
      expect(sequence(own)).toEqual(upTo(own.length));
      expect(names(own).filter((name) => /^conference_(started|ended)$/.test(name))).toEqual([
        "conference_started",
        "conference_ended",
      ]);
      expect(names(own).filter((name) => name === "participant_connected")).toHaveLength(1);
    }
  });
});

describe("faults", () => {
  it("loses events and leaves a gap", async () => {
    const { sink, accepted } = await sinkServer();
    const bridge = await startForTest({ eventSink: sink, ownRooms: roomsOfTheTable });
    bridge.faults({ dropEvents: true });
    await bridge.placeCall(sip("Ann"));
    bridge.faults({ dropEvents: false });
    await bridge.placeCall(sip("Ben"));
    await vi.waitFor(() => expect(accepted()).toHaveLength(2));
    expect(sequence(accepted())).toEqual([1, 5]);
  });

  it("sends every message several times", async () => {
    const { sink, messages } = await sinkServer();
    const bridge = await startForTest({ eventSink: sink, ownRooms: roomsOfTheTable });
    await vi.waitFor(() => expect(messages).toHaveLength(1));
    bridge.faults({ duplicateEvents: 2 });
    await bridge.placeCall(sip("Ann"));
    await vi.waitFor(() => expect(messages).toHaveLength(10));
    expect(messages.map(({ body }) => body.seq)).toEqual([1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
  });

  it.each([true, false])("sends events in another order, bulk %s", async (bulk) => {
    const { sink, accepted } = await sinkServer();
    const bridge = await startForTest({ eventSink: { ...sink, bulk }, ownRooms: roomsOfTheTable });
    await vi.waitFor(() => expect(accepted()).toHaveLength(1));
    bridge.faults({ shuffleEvents: true, sinkPaused: true });
    for (let n = 0; n < 20; n += 1) await bridge.placeCall(sip(`Caller ${n}`));
    expect(accepted()).toHaveLength(1);
    bridge.faults({ sinkPaused: false });
    await vi.waitFor(() => expect(accepted()).toHaveLength(23));
    expect(sequence(accepted())).not.toEqual(upTo(23));
    expect(sequence(accepted()).toSorted((a, b) => a - b)).toEqual(upTo(23));
  });
});
