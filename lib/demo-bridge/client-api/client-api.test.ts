import { describe, expect, it, vi } from "vitest";
import { admin, client, roomsOfTheTable, startForTest } from "../testing";

const start = (timers = {}) => startForTest({ ownRooms: roomsOfTheTable, timers });
const version = { version_id: "39", pseudo_version: "85000.0.0" };

describe("request_token", () => {
  it("answers 200 with strings and omits what it has not, for a room without PIN", async () => {
    const me = client(await start(), "open");
    const { status, body } = await me.join("Ann");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: "success",
      result: {
        expires: "120",
        role: "HOST",
        display_name: "Ann",
        version,
        current_service_type: "conference",
      },
    });
    expect(Object.values(body.result)).not.toContain(null);
    expect(body.result).not.toHaveProperty("stun");
    expect(body.result).not.toHaveProperty("turn");
  });

  it.each([
    ["hosted", { pin: "required", guest_pin: "none", version }],
    ["closed", { pin: "required", guest_pin: "required", version }],
    ["single", { pin: "required", guest_pin: "required", version }],
  ])("says which PINs the room %s needs", async (alias, result) => {
    const { status, body } = await client(await start(), alias).join("Ann");
    expect(status).toBe(403);
    expect(body.result).toEqual(result);
  });

  it("refuses a wrong PIN, and `none` where guests need one", async () => {
    const me = client(await start(), "closed");
    for (const pin of ["9999", "none"]) {
      expect(await me.join("Ann", pin)).toEqual({
        status: 403,
        body: { status: "success", result: "Invalid PIN" },
      });
    }
  });

  it("answers an unknown alias with 404 and status failed, which the published client insists on", async () => {
    expect(await client(await start(), "nowhere").join("Ann")).toEqual({
      status: 404,
      body: { status: "failed", result: "Neither conference nor gateway found" },
    });
  });

  it("takes an alias in any case, encoded or not", async () => {
    const bridge = await startForTest({ ownRooms: [{ name: "a", aliases: ["meet.a@x.example"] }] });
    for (const alias of ["meet.a@x.example", "Meet.A%40x.example"]) {
      const me = client(bridge, alias);
      expect((await me.join("Ann")).status).toBe(200);
      expect((await me.get("conference_status")).status).toBe(200);
    }
  });

  it("refuses one more than the limit", async () => {
    const bridge = await startForTest({ ownRooms: [{ name: "two", aliases: ["two"], participantLimit: 2 }] });
    await client(bridge, "two").join("Ann");
    await client(bridge, "two").join("Ben");
    const third = await client(bridge, "two").join("Cleo");
    expect(third).toEqual({ status: 403, body: { status: "success", result: "Participant limit reached" } });
  });
});

describe("waiting room", () => {
  it("holds a guest until a host brings media or starts the meeting", async () => {
    const bridge = await start();
    const guest = client(bridge, "closed");
    expect((await guest.join("Gail", "2222")).body.result).toMatchObject({
      role: "GUEST",
      current_service_type: "waiting_room",
    });
    const seen = await guest.listen();
    const host = client(bridge, "closed");
    await host.join("Hugh", "1111");
    // A host without media does not start it, and who waits sees only itself.
    await vi.waitFor(() => expect(seen.events.at(-1)?.event).toBe("stage"));
    expect(seen.events.filter(({ event }) => event === "participant_create")).toHaveLength(1);
    expect(seen.events).toContainEqual({
      event: "conference_update",
      data: expect.objectContaining({ started: false }),
    });

    expect(await host.post("start_conference")).toEqual({
      status: 200,
      body: { status: "success", result: true },
    });
    await vi.waitFor(() => {
      const inside = expect.objectContaining({ display_name: "Gail", service_type: "conference" });
      expect(seen.events).toContainEqual({ event: "participant_update", data: inside });
      const other = expect.objectContaining({ display_name: "Hugh", role: "chair" });
      expect(seen.events).toContainEqual({ event: "participant_create", data: other });
    });
  });

  it("a host's media call starts the meeting", async () => {
    const bridge = await start();
    const host = client(bridge, "hosted");
    const { body } = await host.join("Hugh", "1111");
    const uuid = body.result.participant_uuid;
    expect(bridge.state().conferences[0]?.isStarted).toBe(false);
    const call = await host.post(`participants/${uuid}/calls`, {
      call_type: "WEBRTC",
      sdp: "",
      media_type: "video",
    });
    expect(call.body.result).toEqual({ call_uuid: expect.any(String), sdp: "" });
    expect(bridge.state().conferences[0]?.isStarted).toBe(true);
  });

  it("lets people out who waited too long", async () => {
    const guest = client(await start({ waitingForHostMs: 300 }), "hosted");
    await guest.join("Gail", "none");
    const seen = await guest.listen();
    await seen.ended;
    expect(seen.events.at(-1)).toEqual({
      event: "disconnect",
      data: { reason: "Timeout waiting for conference host to join or permit access to locked conference" },
    });
  });
});

describe("lock, admit, eject", () => {
  async function meeting() {
    const bridge = await start();
    const host = client(bridge, "hosted");
    await host.join("Hugh", "1111");
    await host.post("start_conference");
    return { bridge, host, seen: await host.listen() };
  }

  it("a lock holds guests, lets the host PIN pass, and unlocking lets everybody in", async () => {
    const { bridge, host, seen } = await meeting();
    expect((await host.post("lock")).body.result).toBe(true);
    const late = client(bridge, "hosted");
    expect((await late.join("Late", "none")).body.result.current_service_type).toBe("waiting_room");
    const second = client(bridge, "hosted");
    expect((await second.join("Second", "1111")).body.result.current_service_type).toBe("conference");
    await host.post("unlock");
    await vi.waitFor(() =>
      expect(seen.events).toContainEqual({
        event: "participant_update",
        data: expect.objectContaining({ display_name: "Late", service_type: "conference" }),
      }),
    );
  });

  it("a room without PIN holds newcomers as well, and anybody inside may admit them", async () => {
    const bridge = await start();
    const first = client(bridge, "open");
    await first.join("First");
    await first.post("lock");
    const { body } = await client(bridge, "open").join("Second");
    expect(body.result).toMatchObject({ role: "HOST", current_service_type: "waiting_room" });
    await first.post(`participants/${body.result.participant_uuid}/unlock`);
    expect(bridge.state().conferences[0]?.participants.map(({ stage }) => stage)).toEqual([
      "conference",
      "conference",
    ]);
  });

  it("tells the ejected why, and the others that they are gone", async () => {
    const { bridge, host, seen } = await meeting();
    const guest = client(bridge, "hosted");
    const { participant_uuid: uuid } = (await guest.join("Gail", "none")).body.result;
    const hers = await guest.listen();
    expect((await host.post(`participants/${uuid}/disconnect`)).body.result).toBe(true);
    await hers.ended;
    const reason = "Disconnected by another participant";
    expect(hers.events.at(-1)).toEqual({ event: "disconnect", data: { reason } });
    await vi.waitFor(() =>
      expect(seen.events).toContainEqual({ event: "participant_delete", data: { uuid } }),
    );
    // The published client releases its token again after that.
    expect(await guest.post("release_token")).toEqual({
      status: 200,
      body: { status: "success", result: true },
    });
    expect(await guest.post("refresh_token")).toEqual({
      status: 403,
      body: { status: "success", result: "Invalid token" },
    });
  });

  it("ends the meeting for all", async () => {
    const { bridge, host, seen } = await meeting();
    await client(bridge, "hosted").join("Gail", "none");
    await host.post("disconnect");
    await seen.ended;
    const reason = "Conference terminated by another participant";
    expect(seen.events.at(-1)).toEqual({ event: "disconnect", data: { reason } });
    expect(bridge.state().conferences).toEqual([]);
  });

  it("lets guests control nothing but themselves", async () => {
    const { bridge } = await meeting();
    const guest = client(bridge, "hosted");
    const { participant_uuid: own } = (await guest.join("Gail", "none")).body.result;
    const [other] = bridge.state().conferences[0]?.participants ?? [];
    const invalid = { status: 403, body: { status: "success", result: "Invalid role" } };
    for (const path of ["lock", "muteguests", "disconnect", `participants/${other?.participantId}/mute`]) {
      expect(await guest.post(path)).toEqual(invalid);
    }
    expect((await guest.post(`participants/${own}/mute`)).body.result).toBe(true);
    expect((await guest.post(`participants/${own}/take_floor`)).body.result).toBeNull();
  });
});

describe("event stream", () => {
  it("opens with everybody in a bracket whose ends carry null, and again after a reconnect", async () => {
    const bridge = await start();
    const me = client(bridge, "open");
    const { participant_uuid: own } = (await me.join("Ann")).body.result;
    for (let round = 0; round < 2; round += 1) {
      const seen = await me.listen();
      await vi.waitFor(() => expect(seen.events).toHaveLength(6));
      expect(seen.events.map(({ event }) => event)).toEqual([
        "participant_sync_begin",
        "participant_create",
        "participant_sync_end",
        "conference_update",
        "layout",
        "stage",
      ]);
      expect(seen.events[0]?.data).toBeNull();
      expect(seen.events[1]?.data).toMatchObject({ uuid: own, protocol: "api", is_muted: "NO" });
      seen.close();
    }
  });

  it("carries messages to the others, but not back to the sender", async () => {
    const bridge = await start();
    const [ann, ben] = [client(bridge, "open"), client(bridge, "open")];
    await ann.join("Ann");
    await ben.join("Ben");
    const [hers, his] = [await ann.listen(), await ben.listen()];
    await ann.post("message", { type: "text/plain", payload: "Hello" });
    await vi.waitFor(() =>
      expect(his.events).toContainEqual({
        event: "message_received",
        data: expect.objectContaining({ origin: "Ann", payload: "Hello", direct: false }),
      }),
    );
    expect(hers.events.map(({ event }) => event)).not.toContain("message_received");
  });

  it("takes a client for gone whose stream does not come back", async () => {
    const bridge = await start({ eventStreamGraceMs: 30 });
    const me = client(bridge, "open");
    await me.join("Ann");
    (await me.listen()).close();
    await vi.waitFor(() => expect(bridge.state().conferences).toEqual([]));
  });
});

describe("tokens", () => {
  it("rotate on refresh, with an overlap for requests under way", async () => {
    const bridge = await start({ tokenOverlapMs: 300 });
    const me = client(bridge, "open");
    await me.join("Ann");
    const old = me.token();
    const { token, expires } = (await me.post("refresh_token")).body.result;
    expect(expires).toBe("120");
    expect(token).not.toBe(old);
    expect((await me.get("conference_status")).status).toBe(200);
    await vi.waitFor(async () => expect((await me.get("conference_status")).status).toBe(403));
    me.use(token);
    expect((await me.get("conference_status")).status).toBe(200);
  });

  it("expire, and the participant is out", async () => {
    const bridge = await start({ tokenLifetimeMs: 300 });
    const me = client(bridge, "open");
    await me.join("Ann");
    const seen = await me.listen();
    await seen.ended;
    const reason = "Timer expired awaiting token refresh";
    expect(seen.events.at(-1)).toEqual({ event: "disconnect", data: { reason } });
    expect(bridge.state().legCount).toBe(0);
  });

  it("belong to one conference", async () => {
    const bridge = await start();
    const me = client(bridge, "open");
    await me.join("Ann");
    const elsewhere = client(bridge, "single");
    elsewhere.use(me.token());
    expect((await elsewhere.post("lock")).body.result).toBe("Invalid token");
  });
});

describe("a browser", () => {
  it("is two legs for the management API and one participant for the roster; both go together", async () => {
    const bridge = await start();
    const me = client(bridge, "open");
    const uuid = (await me.join("Ann")).body.result.participant_uuid;
    await me.post(`participants/${uuid}/calls`, { call_type: "WEBRTC", sdp: "v=0" });
    const { objects } = (await admin(bridge).get("status/v1/participant/")).body;
    expect(
      objects.map((leg: { protocol: string; has_media: boolean }) => [leg.protocol, leg.has_media]),
    ).toEqual([
      ["API", false],
      ["WebRTC", true],
    ]);
    expect(new Set(objects.map((leg: { conversation_id: string }) => leg.conversation_id)).size).toBe(1);
    expect((await me.get("participants")).body.result).toHaveLength(1);
    await admin(bridge).command("participant/disconnect", { participant_id: objects[1].id });
    expect(bridge.state().legCount).toBe(0);
  });

  it("answers every call request in the form its client checks", async () => {
    const bridge = await start();
    const me = client(bridge, "open");
    const uuid = (await me.join("Ann")).body.result.participant_uuid;
    const { call_uuid } = (await me.post(`participants/${uuid}/calls`, { call_type: "WEBRTC", sdp: "v=0" }))
      .body.result;
    const call = `participants/${uuid}/calls/${call_uuid}`;
    expect((await me.post(`${call}/ack`)).body.result).toBe(true);
    expect((await me.post(`${call}/new_candidate`, { candidate: "", mid: "0" })).body.result).toBeNull();
    expect((await me.post(`${call}/update`, { sdp: "v=0" })).body.result).toEqual({ call_uuid, sdp: "" });
    expect((await me.post(`${call}/statistics`, {})).body.result).toBeNull();
    expect((await me.post(`${call}/disconnect`)).body.result).toBeNull();
    expect(bridge.state().legCount).toBe(1);
  });
});

describe("CORS", () => {
  it("answers preflights for the headers the client sends, for allowed origins only", async () => {
    const bridge = await startForTest({ ownRooms: roomsOfTheTable, corsOrigins: ["http://portal.example"] });
    const url = `${bridge.url}/api/client/v2/conferences/open/request_token`;
    const from = (origin: string) => fetch(url, { method: "OPTIONS", headers: { origin } });
    const allowed = await from("http://portal.example");
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("http://portal.example");
    expect(allowed.headers.get("access-control-allow-headers")).toContain("pin, token, content-type");
    expect((await from("http://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
  });
});
