import { describe, expect, it, vi } from "vitest";
import { admin, client, policyServer, roomsOfTheTable, sinkServer, startForTest, success } from "../testing";

const start = (timers = {}) => startForTest({ ownRooms: roomsOfTheTable, timers });
const sip = (displayName: string, alias: string, more: object = {}) => ({
  alias,
  displayName,
  protocol: "SIP" as const,
  ...more,
});

describe("the PIN prompt of endpoints", () => {
  it("lets three attempts be made", async () => {
    const bridge = await start();
    expect(await bridge.placeCall(sip("Ann", "closed", { pin: ["0000", "0001", "1111"] }))).toMatchObject({
      outcome: "admitted",
      role: "chair",
    });
    expect(
      await bridge.placeCall(sip("Ben", "closed", { pin: ["0000", "0001", "0002", "1111"] })),
    ).toMatchObject({
      outcome: "pin_failed",
      reason: "Participant exceeded PIN entry retries",
    });
    expect(bridge.state().conferences[0]?.participants).toHaveLength(1);
  });

  it("keeps the role open until a PIN is typed", async () => {
    const bridge = await start();
    const call = await bridge.placeCall(sip("Ann", "closed"));
    expect(call).toMatchObject({ outcome: "ivr", role: "unknown" });
    expect(bridge.state().conferences[0]?.isStarted).toBe(false);
    expect(bridge.typePin(call.legId ?? "", "9999")).toBe(false);
    expect(bridge.typePin(call.legId ?? "", "2222")).toBe(true);
    expect(bridge.typePin(call.legId ?? "", "2222")).toBeNull();
    expect(bridge.state().conferences[0]?.participants[0]).toMatchObject({
      role: "guest",
      stage: "waiting_room",
    });
  });

  it("does not wait for ever", async () => {
    const bridge = await start({ pinEntryMs: 30 });
    await bridge.placeCall(sip("Ann", "closed"));
    await vi.waitFor(() => expect(bridge.state().legCount).toBe(0));
  });

  it("asks nothing of guests who need no PIN", async () => {
    const bridge = await start();
    expect(await bridge.placeCall(sip("Ann", "hosted"))).toMatchObject({ outcome: "waiting", role: "guest" });
  });
});

describe("callers", () => {
  it.each([
    ["WebRTC", {}, "On"],
    ["MSSIP", { encryption: "Off" }, "On"],
    ["PSTN", { encryption: "On" }, "Off"],
    ["SIP", { isRegistered: true }, "On"],
    ["SIP", {}, "Off"],
    ["H323", { encryption: "On" }, "On"],
  ] as const)("%s %j is encrypted %s", async (protocol, more, encryption) => {
    const bridge = await start();
    await bridge.placeCall({ alias: "open", displayName: "Ann", protocol, ...more });
    expect(bridge.state().conferences[0]?.participants[0]?.encryption).toBe(encryption);
  });

  it("of a telephone have sound only, and a number for an alias", async () => {
    const bridge = await start();
    const { legId } = await bridge.placeCall({ alias: "open", displayName: "+4721000123", protocol: "PSTN" });
    const { body } = await admin(bridge).get(`status/v1/participant/${legId}/media_stream/`);
    expect(body.objects.map(({ type }: { type: string }) => type)).toEqual(["audio"]);
    expect(bridge.state().conferences[0]?.participants[0]?.remoteAlias).toMatch(/^sip:\+\d+@pstn\.example$/);
  });

  it("type whatever PIN the room has now, if they know it", async () => {
    const bridge = await start();
    for (const alias of ["open", "hosted", "closed", "single"]) {
      const host = await bridge.placeCall(sip("Host", alias, { knowsPin: "host" }));
      expect(host, alias).toMatchObject({ outcome: "admitted", role: "chair" });
      const guest = await bridge.placeCall({
        alias,
        displayName: "Guest",
        protocol: "WebRTC",
        knowsPin: "guest",
      });
      expect(guest.outcome, alias).toBe("admitted");
    }
  });
});

describe("the end of meetings", () => {
  it("comes some time after the last host left", async () => {
    const bridge = await start({ guestsOnlyMs: 40 });
    const host = await bridge.placeCall(sip("Host", "hosted", { knowsPin: "host" }));
    const guest = client(bridge, "hosted");
    await guest.join("Gail", "none");
    const seen = await guest.listen();
    bridge.hangUp(host.legId ?? "");
    expect(bridge.state().conferences[0]?.isStarted).toBe(true);
    await seen.ended;
    const reason = "All conference hosts departed hosted conference";
    expect(seen.events.at(-1)).toEqual({ event: "disconnect", data: { reason } });
  });

  it("is called off when a host comes back in time", async () => {
    const bridge = await start({ guestsOnlyMs: 400 });
    const host = await bridge.placeCall(sip("Host", "hosted", { knowsPin: "host" }));
    await bridge.placeCall(sip("Guest", "hosted"));
    bridge.hangUp(host.legId ?? "");
    await bridge.placeCall(sip("Other host", "hosted", { knowsPin: "host" }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(bridge.state().legCount).toBe(2);
  });

  it("forgets the lock: the next meeting begins as the room says", async () => {
    const bridge = await start();
    const host = await bridge.placeCall(sip("Host", "hosted", { knowsPin: "host" }));
    await admin(bridge).command("conference/lock", { conference_id: bridge.state().conferences[0]?.id });
    bridge.hangUp(host.legId ?? "");
    await bridge.placeCall(sip("Host", "hosted", { knowsPin: "host" }));
    expect(bridge.state().conferences[0]?.isLocked).toBe(false);
  });
});

describe("dialling out", () => {
  it("rings, then answers; the management API gives the new participant's id", async () => {
    const bridge = await start();
    await bridge.placeCall(sip("Ann", "open"));
    const api = admin(bridge);
    const dial = { conference_alias: "open", destination: "sip:bob@acme.example", system_location: "Oslo" };
    const { participant_id: id } = (await api.command("participant/dial", dial)).body.data;
    const before = (await api.get(`status/v1/participant/${id}/`)).body;
    expect(before).toMatchObject({
      call_direction: "out",
      destination_alias: "sip:bob@acme.example",
      role: "guest",
    });
    await vi.waitFor(async () => {
      expect((await api.get(`status/v1/participant/${id}/`)).body.service_type).toBe("conference");
    });
  });

  it("says why a call failed", async () => {
    const { sink, accepted } = await sinkServer();
    const bridge = await startForTest({ ownRooms: roomsOfTheTable, eventSink: sink });
    await bridge.placeCall(sip("Ann", "open"));
    const out = await bridge.placeCall(
      sip("Bob", "open", { direction: "out", remoteAlias: "sip:busy@acme.example" }),
    );
    expect(out).toMatchObject({ outcome: "rejected", reason: "Call rejected" });
    await vi.waitFor(() => {
      const gone = accepted().find(({ event }) => event === "participant_disconnected");
      expect(gone?.data).toMatchObject({
        service_type: "connecting",
        disconnect_reason: "Call rejected",
        connect_time: null,
      });
    });
  });

  it("wants a location where routing is manual, and a room that exists", async () => {
    const api = admin(await start());
    const dial = { conference_alias: "open", destination: "sip:bob@acme.example" };
    expect((await api.command("participant/dial", dial)).status).toBe(400);
    const nowhere = { ...dial, conference_alias: "nowhere", system_location: "Oslo" };
    expect((await api.command("participant/dial", nowhere)).status).toBe(400);
  });
});

describe("streams", () => {
  const stream = (url: string) => ({ role: "GUEST", destination: url, protocol: "rtmp", streaming: "yes" });

  it("show in roster and conference state, are encrypted by their scheme, and keep no meeting alive", async () => {
    const bridge = await start();
    const me = client(bridge, "open");
    await me.join("Ann");
    const seen = await me.listen();
    const [uuid] = (await me.post("dial", stream("rtmps://live.example/app/key"))).body.result;
    await vi.waitFor(() => {
      const state = expect.objectContaining({ streaming: true });
      expect(seen.events).toContainEqual({ event: "conference_update", data: state });
    });
    const roster = (await me.get("participants")).body.result;
    expect(roster.find((one: { uuid: string }) => one.uuid === uuid)).toMatchObject({
      protocol: "rtmp",
      is_streaming_conference: true,
      service_type: "conference",
      encryption: "On",
      call_direction: "out",
    });
    await me.post("release_token");
    expect(bridge.state().conferences).toEqual([]);
  });

  it("are held neither by a lock nor by a missing host, and one without TLS is not encrypted", async () => {
    const bridge = await start();
    const host = client(bridge, "hosted");
    await host.join("Hugh", "1111");
    await host.post("lock");
    await host.post("dial", stream("rtmp://live.example/app/key"));
    await vi.waitFor(() => {
      expect(bridge.state().conferences[0]?.participants[1]).toMatchObject({
        stage: "conference",
        encryption: "Off",
      });
    });
  });

  it("start by themselves where the room says so, once", async () => {
    const automatic = {
      local_alias: "a",
      remote_alias: "rtmp://live.example/a/b",
      protocol: "rtmp",
      role: "guest",
      streaming: true,
    };
    const room = {
      name: "r",
      service_type: "conference",
      service_tag: "t",
      automatic_participants: [automatic],
    };
    const { policy } = await policyServer(({ path }) =>
      path === "service/configuration" ? success(room) : { status: 404, body: {} },
    );
    const bridge = await startForTest({ policy, timers: { automaticDialMs: 10 } });
    await bridge.placeCall(sip("Ann", "r"));
    await bridge.placeCall(sip("Ben", "r"));
    await vi.waitFor(() => {
      const streaming = bridge.state().conferences[0]?.participants.filter(({ isStreaming }) => isStreaming);
      expect(streaming?.map(({ stage }) => stage)).toEqual(["conference"]);
    });
  });
});
