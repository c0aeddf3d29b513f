import { describe, expect, it } from "vitest";
import { Engine } from "../engine/engine";
import { defaultTimers } from "../options";
import { Chance } from "../random";
import { admin, client, roomsOfTheTable, startForTest } from "../testing";
import { Configuration } from "./configuration";
import { History } from "./history";
import { RateLimit } from "./rate-limit";

async function meeting(people = ["Ann", "Ben"]) {
  const bridge = await startForTest({ ownRooms: roomsOfTheTable });
  const calls = [];
  for (const displayName of people)
    calls.push(await bridge.placeCall({ alias: "open", displayName, protocol: "SIP" }));
  const conferenceId = bridge.state().conferences[0]?.id ?? "";
  return { bridge, api: admin(bridge), calls, conferenceId, legs: calls.map(({ legId }) => legId ?? "") };
}

describe("access", () => {
  it("wants credentials, for the control side as well", async () => {
    const { bridge } = await meeting([]);
    for (const path of ["/api/admin/status/v1/conference/", "/demo/v1/state"]) {
      expect((await fetch(bridge.url + path)).status).toBe(401);
      const authorization = `Basic ${btoa("management:guess")}`;
      expect((await fetch(bridge.url + path, { headers: { authorization } })).status).toBe(401);
    }
  });

  it("finds nothing without the trailing slash, and nothing that is not there", async () => {
    const { api } = await meeting();
    expect((await api.get("status/v1/conference/")).status).toBe(200);
    for (const path of [
      "status/v1/conference",
      "status/v1/",
      "status/v2/conference/",
      "status/v1/kitchen/",
      "status/v1/participant/none/",
    ]) {
      expect((await api.get(path)).status, path).toBe(404);
    }
  });

  it("turns away more than a thousand requests a minute", () => {
    let now = 0;
    const limit = new RateLimit(1_000, () => now);
    for (let n = 0; n < 1_000; n += 1) {
      now += 10;
      expect(limit.allows()).toBe(true);
    }
    expect(limit.allows()).toBe(false);
    now = 60_011;
    expect(limit.allows()).toBe(true);
    expect(limit.allows()).toBe(false);
  });

  it("answers 429 beyond the limit", async () => {
    const bridge = await startForTest({ managementRequestsPerMinute: 2 });
    const api = admin(bridge);
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await api.get("status/v1/conference/")).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it("can be made slow or broken", async () => {
    const { bridge, api } = await meeting([]);
    await api.demo("POST", "faults", { managementStatus: 500 });
    expect((await api.get("status/v1/conference/")).status).toBe(500);
    await api.demo("POST", "faults", { managementStatus: 0, managementDelayMs: 60 });
    const before = Date.now();
    expect((await api.get("status/v1/conference/")).status).toBe(200);
    expect(Date.now() - before).toBeGreaterThanOrEqual(55);
    expect(bridge.faults()).toMatchObject({ managementDelayMs: 60 });
  });
});

describe("status", () => {
  it("lists conferences and legs, and single ones", async () => {
    const { api, conferenceId, legs } = await meeting();
    const [conference] = (await api.get("status/v1/conference/?name=open")).body.objects;
    expect(conference).toMatchObject({ id: conferenceId, is_started: true, is_locked: false });
    expect(conference.start_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
    expect(Math.abs(Date.parse(`${conference.start_time}Z`) - Date.now())).toBeLessThan(60_000);
    expect((await api.get(`status/v1/conference/${conferenceId}/`)).body.name).toBe("open");

    const { meta, objects } = (await api.get("status/v1/participant/?conference=open&limit=1")).body;
    expect(meta.total_count).toBe(2);
    expect(objects).toHaveLength(1);
    expect((await api.get(`status/v1/participant/${legs[0]}/`)).body).toMatchObject({
      display_name: "Ann",
      protocol: "SIP",
    });
    const streams = (await api.get(`status/v1/participant/${legs[0]}/media_stream/`)).body.objects;
    expect(streams.map(({ type }: { type: string }) => type)).toEqual(["audio", "video"]);
    expect(streams[0]).toHaveProperty("rx_jitter");
    expect((await api.get("status/v1/worker_vm/")).body.objects).toHaveLength(1);
  });
});

describe("commands", () => {
  it("lock and unlock", async () => {
    const { bridge, api, conferenceId } = await meeting();
    expect((await api.command("conference/lock", { conference_id: conferenceId })).body).toEqual({
      status: "success",
      data: {},
    });
    const late = await bridge.placeCall({ alias: "open", displayName: "Late", protocol: "SIP" });
    expect(late.outcome).toBe("waiting");
    await api.command("conference/unlock", { conference_id: conferenceId });
    expect((await api.get("status/v1/participant/?service_type=waiting_room")).body.meta.total_count).toBe(0);
  });

  it("admit, mute, change role, rename nothing else", async () => {
    const { bridge, api, conferenceId, legs } = await meeting();
    await api.command("conference/lock", { conference_id: conferenceId });
    const late = await bridge.placeCall({ alias: "open", displayName: "Late", protocol: "SIP" });
    await api.command("participant/unlock", { participant_id: late.legId });
    await api.command("participant/mute", { participant_id: late.legId });
    await api.command("participant/role", { participant_id: late.legId, role: "guest" });
    const { body } = await api.get(`status/v1/participant/${late.legId}/`);
    expect(body).toMatchObject({ service_type: "conference", is_muted: true, role: "guest" });
    await api.command("participant/unmute", { participant_id: late.legId });
    expect((await api.get(`status/v1/participant/${late.legId}/`)).body.is_muted).toBe(false);
    expect((await api.get(`status/v1/participant/${legs[0]}/`)).body.is_muted).toBe(false);
  });

  it("mute all guests, later ones included", async () => {
    const { bridge, api } = await meeting([]);
    await bridge.placeCall({ alias: "hosted", displayName: "Host", protocol: "SIP", knowsPin: "host" });
    const guest = await bridge.placeCall({ alias: "hosted", displayName: "Guest", protocol: "SIP" });
    await api.command("conference/mute_guests", { conference_id: bridge.state().conferences[0]?.id });
    const later = await bridge.placeCall({ alias: "hosted", displayName: "Later", protocol: "SIP" });
    const muted = bridge.state().conferences[0]?.participants.filter((one) => one.isMuted);
    expect(muted?.map((one) => one.participantId)).toEqual([guest.participantId, later.participantId]);
  });

  it("eject one, end for all", async () => {
    const { bridge, api, conferenceId, legs } = await meeting();
    expect((await api.command("participant/disconnect", { participant_id: legs[0] })).status).toBe(200);
    expect(bridge.state().legCount).toBe(1);
    // Twice is "already gone".
    expect((await api.command("participant/disconnect", { participant_id: legs[0] })).status).toBe(404);
    await api.command("conference/disconnect", { conference_id: conferenceId });
    expect(bridge.state().conferences).toEqual([]);
    expect((await api.command("conference/lock", { conference_id: conferenceId })).status).toBe(404);
  });

  it("transfer a client by referring it, with a token that lets it in", async () => {
    const { bridge, api } = await meeting([]);
    const me = client(bridge, "open");
    const uuid = (await me.join("Ann")).body.result.participant_uuid;
    const seen = await me.listen();
    await api.command("participant/transfer", {
      participant_id: uuid,
      conference_alias: "closed",
      role: "chair",
    });
    await expect
      .poll(() => seen.events.find(({ event }) => event === "refer")?.data)
      .toMatchObject({ alias: "closed" });
    const refer = seen.events.find(({ event }) => event === "refer");
    const { token } = (refer?.data ?? {}) as { token?: string };
    const there = await client(bridge, "closed").join("Ann", undefined, { token });
    expect(there.body.result.role).toBe("HOST");
    // Once only.
    expect((await client(bridge, "closed").join("Ann", undefined, { token })).status).toBe(403);
  });

  it("refuse what makes no sense", async () => {
    const { api } = await meeting();
    expect((await api.command("conference/lock", {})).status).toBe(400);
    expect((await api.command("conference/explode", {})).status).toBe(404);
    expect((await api.get("command/v1/conference/lock/")).status).toBe(405);
  });
});

describe("history", () => {
  it("keeps a row for each leg when it leaves, and for the conference when it ends", async () => {
    const { bridge, api, conferenceId, legs } = await meeting();
    bridge.hangUp(legs[0] ?? "");
    expect((await api.get("history/v1/participant/")).body.meta.total_count).toBe(1);
    expect((await api.get("history/v1/conference/")).body.meta.total_count).toBe(0);
    bridge.hangUp(legs[1] ?? "");
    const [conference] = (await api.get("history/v1/conference/")).body.objects;
    expect(conference).toMatchObject({ id: conferenceId, name: "open", participant_count: 2, duration: 0 });
    const [row] = (await api.get("history/v1/participant/?display_name=Ann&order_by=end_time")).body.objects;
    expect(row).toMatchObject({
      id: legs[0],
      conference: conference.resource_uri,
      conference_name: "open",
      local_alias: "sip:open",
      remote_alias: "sip:ann@offnet.example",
      disconnect_reason: "Call disconnected",
      duration: expect.any(Number),
    });
    expect(row.media_streams).toHaveLength(2);
    expect(row).not.toHaveProperty("bucketed_call_quality");
    expect((await api.get(`history/v1/participant/${legs[0]}/`)).body.bucketed_call_quality).toHaveLength(5);
    expect(
      (await api.get(`history/v1/participant/?end_time__gte=${row.end_time}`)).body.meta.total_count,
    ).toBe(2);
  });

  it("forgets the oldest conferences with their legs", () => {
    const engine = new Engine(["node"], defaultTimers, new Chance(1));
    const history = new History(engine, 2);
    for (const name of ["a", "b", "c"]) {
      const configuration = new Configuration([{ name, aliases: [name] }]);
      const service = configuration.room(name);
      if (!service) throw new Error("no room");
      const participant = engine.arrive(service, {
        direction: "in",
        displayName: name,
        remoteAlias: name,
        localAlias: name,
        isRegistered: false,
        vendor: "",
        encryption: "On",
        role: "chair",
        passesLock: false,
        leg: {
          uuid: name,
          protocol: "SIP",
          hasMedia: true,
          node: "node",
          systemLocation: "",
          callTag: "",
          remoteAddress: "",
        },
      });
      engine.leave(engine.open(service), participant, "over");
    }
    expect([...history.conferences.values()].map(({ name }) => name)).toEqual(["b", "c"]);
    expect([...history.participants.keys()]).toEqual(["b", "c"]);
    expect(history.mediaStreams.size).toBe(4);
    engine.stop();
  });
});

describe("configuration", () => {
  it("creates, changes and removes rooms that callers then reach", async () => {
    const { bridge, api } = await meeting([]);
    const made = await api.post("configuration/v1/conference/", { name: "new room", pin: "1234" });
    expect(made.status).toBe(201);
    const uri = made.headers.get("location") ?? "";
    await api.post("configuration/v1/conference_alias/", { alias: "new@acme.example", conference: uri });
    const path = uri.replace("/api/admin/", "");
    expect((await api.get(path)).body).toMatchObject({
      name: "new room",
      aliases: [{ alias: "new@acme.example" }],
    });
    expect((await api.patch(path, { pin: "", guest_pin: "" })).status).toBe(202);
    const call = await bridge.placeCall({ alias: "new@acme.example", displayName: "Ann", protocol: "SIP" });
    expect(call.outcome).toBe("admitted");
    expect((await api.delete(path)).status).toBe(204);
    expect((await api.get(path)).status).toBe(404);
    expect(
      (await api.get("configuration/v1/conference_alias/?alias=new@acme.example")).body.meta.total_count,
    ).toBe(0);
  });

  it("refuses wrong values with messages per field", async () => {
    const { api } = await meeting([]);
    const short = await api.post("configuration/v1/conference/", { name: "x", pin: "12" });
    expect(short).toMatchObject({ status: 400, body: { conference: { pin: [expect.any(String)] } } });
    const alone = await api.post("configuration/v1/conference/", {
      name: "x",
      guest_pin: "1234",
      allow_guests: true,
    });
    expect(alone.status).toBe(400);
  });
});
