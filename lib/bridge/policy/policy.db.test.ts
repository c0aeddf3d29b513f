import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seal } from "../../crypto";
import { db } from "../../db";
import { type BridgeDoors, openBridgeDoors } from "../../testing/bridge-doors";
import { buildOrganization, buildRoom, buildUser } from "../../testing/factories";
import { provesOnNet } from "../call-tag";
import { devicePasswordPlace } from "./registrations";

const basic = (name: string, password: string) =>
  `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
const ours = basic("policy", "policy password of the tests");

let doors: BridgeDoors;
beforeAll(async () => {
  doors = await openBridgeDoors();
});
afterAll(() => doors.stop());

async function ask(path: string, query: Record<string, string> | string = {}, authorization = ours) {
  const url = `${doors.policyUrl}/policy/v1/${path}?${new URLSearchParams(query)}`;
  const response = await fetch(url, { headers: { authorization } });
  return { status: response.status, body: await response.json() };
}

const call = (alias: string, more: Record<string, string> = {}) => ({
  local_alias: alias,
  call_direction: "dial_in",
  ...more,
});

let organization: Awaited<ReturnType<typeof buildOrganization>>;
let owner: Awaited<ReturnType<typeof buildUser>>;

beforeEach(async () => {
  organization = await buildOrganization();
  owner = await buildUser({ organizationId: organization.id });
});

describe("service configuration", () => {
  const table = [
    { row: "no PINs: everyone joins directly", pins: {}, answer: { allow_guests: false } },
    {
      row: "host PIN: guests wait for a host",
      pins: { hostPin: "482913" },
      answer: { pin: "482913", allow_guests: true },
    },
    {
      row: "both: everyone enters a PIN",
      pins: { hostPin: "482913", guestPin: "550217" },
      answer: { pin: "482913", guest_pin: "550217", allow_guests: true },
    },
  ];
  for (const { row, pins, answer } of table) {
    it(`${row}`, async () => {
      const room = await buildRoom({ ownerId: owner.id, ...pins });
      const { status, body } = await ask("service/configuration", call(room.alias));
      expect(status).toBe(200);
      expect(body).toEqual({
        status: "success",
        action: "continue",
        result: {
          service_type: "conference",
          name: room.alias,
          service_tag: `room:${room.id}`,
          description: room.name,
          guests_can_present: true,
          mute_all_guests: false,
          locked: false,
          ...answer,
        },
      });
    });
  }

  it("says the room's settings; a running meeting keeps those that it began with", async () => {
    const { id, alias } = await buildRoom({ ownerId: owner.id, name: "Board" });
    const settings = {
      guestsCanPresent: false,
      mutesGuests: true,
      startsLocked: true,
      layout: "four_mains_zero_pips",
      participantLimit: 12,
    };
    const meeting = await db().conference.create({ data: { roomId: id, startedAt: new Date() } });
    const held = { conferenceId: meeting.id, name: "Former", guestsCanPresent: true, mutesGuests: false };
    const heldSettings = { ...held, startsLocked: false, layout: null, participantLimit: null };
    await db().room.update({ where: { id }, data: { ...settings, heldSettings } });
    const answer = async () => (await ask("service/configuration", call(alias))).body.result;
    expect(await answer()).toMatchObject({
      description: "Former",
      guests_can_present: true,
      mute_all_guests: false,
      locked: false,
    });
    expect(await answer()).not.toHaveProperty("view");
    await db().conference.update({ where: { id: meeting.id }, data: { endedAt: new Date() } });
    expect(await answer()).toMatchObject({
      description: "Board",
      guests_can_present: false,
      mute_all_guests: true,
      locked: true,
      view: "four_mains_zero_pips",
      participant_limit: 12,
    });
  });

  it.each([
    ["closed", { closedAt: new Date() }],
    ["not open yet", { opensAt: new Date(Date.now() + 60_000) }],
    ["over", { closesAt: new Date(Date.now() - 1000) }],
  ])("refuses callers of a room that is %s", async (_state, over) => {
    const { id, alias } = await buildRoom({ ownerId: owner.id });
    expect((await ask("service/configuration", call(alias))).body.action).toBe("continue");
    await db().room.update({ where: { id }, data: over });
    for (const path of ["service/configuration", "participant/properties"])
      expect((await ask(path, call(alias))).body.action, path).toBe("reject");
  });

  it("refuses callers of a one-time room some minutes after its meeting, not before and not meanwhile", async () => {
    const { id, alias } = await buildRoom({ ownerId: owner.id, closesAfterMeeting: true });
    const action = async () => (await ask("service/configuration", call(alias))).body.action;
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    expect(await action()).toBe("continue");
    // Somebody who tried the room alone, before any host, has not used it up.
    await db().conference.create({ data: { roomId: id, startedAt: ago(90), endedAt: ago(80) } });
    expect(await action()).toBe("continue");
    const held = { roomId: id, startedAt: ago(60), endedAt: ago(5), isStarted: true };
    const meeting = await db().conference.create({ data: held });
    expect(await action()).toBe("continue");
    await db().conference.update({ where: { id: meeting.id }, data: { endedAt: ago(11) } });
    expect(await action()).toBe("reject");
    const again = await db().conference.create({ data: { roomId: id, startedAt: ago(3) } });
    expect(await action()).toBe("continue");
    await db().conference.delete({ where: { id: again.id } });
  });

  it("knows an alias however a device writes it", async () => {
    const { alias } = await buildRoom({ ownerId: owner.id });
    for (const written of [
      `sip:${alias}@vc.example`,
      `SIPS:${alias.toUpperCase()}@VC.example;transport=tls`,
      `${alias}@vc.example:5061`,
    ]) {
      expect((await ask("service/configuration", call(written))).body.result.name, written).toBe(alias);
    }
  });

  it("leaves an alias that is not ours to the bridge, and refuses a dead one in our own domain", async () => {
    expect(await ask("service/configuration", call("nobody@elsewhere.example"))).toMatchObject({
      status: 404,
      body: { status: "fail", action: "continue" },
    });
    expect(await ask("service/configuration", call(`nobody@${organization.videoDomain}`))).toMatchObject({
      status: 200,
      body: { action: "reject" },
    });
  });

  it("refuses the room of a suspended person", async () => {
    const room = await buildRoom({ ownerId: owner.id });
    await db().user.update({ where: { id: owner.id }, data: { state: "SUSPENDED" } });
    expect((await ask("service/configuration", call(room.alias))).body).toEqual({
      status: "success",
      action: "reject",
      result: {},
    });
  });
});

describe("participant properties", () => {
  it("lets the owner's own registered device in as host, and nobody who only claims that address", async () => {
    const room = await buildRoom({ ownerId: owner.id, hostPin: "482913" });
    const from = (registered: string) =>
      call(room.alias, { remote_alias: `sip:${owner.videoAddress}`, registered });
    const registered = await ask("participant/properties", from("True"));
    const claimed = await ask("participant/properties", from("False"));
    expect(registered.body.result.preauthenticated_role).toBe("chair");
    expect(claimed.body.result).not.toHaveProperty("preauthenticated_role");
  });

  it("does not let a colleague's registered device in as host", async () => {
    const room = await buildRoom({ ownerId: owner.id, hostPin: "482913" });
    const colleague = await buildUser({ organizationId: organization.id });
    const query = call(room.alias, { remote_alias: colleague.videoAddress ?? "", registered: "True" });
    expect((await ask("participant/properties", query)).body.result).not.toHaveProperty(
      "preauthenticated_role",
    );
  });

  it("tags the leg with a proof of its registration that fits no other caller or room", async () => {
    const room = await buildRoom({ ownerId: owner.id });
    const query = call(room.alias, { remote_alias: "sip:unit@vc.example", registered: "True" });
    const tag: string = (await ask("participant/properties", query)).body.result.call_tag;
    expect(provesOnNet(tag, `room:${room.id}`, "unit@vc.example")).toBe(true);
    expect(provesOnNet(tag, `room:${room.id}`, "other@vc.example")).toBe(false);
    expect(provesOnNet(tag, "room:another", "unit@vc.example")).toBe(false);
    const off = await ask("participant/properties", { ...query, registered: "False" });
    expect(provesOnNet(off.body.result.call_tag, `room:${room.id}`, "unit@vc.example")).toBe(false);
  });
});

describe("location", () => {
  it("is the organization's own, or the bridge's choice", async () => {
    const room = await buildRoom({ ownerId: owner.id });
    expect((await ask("participant/location", call(room.alias))).status).toBe(404);
    await db().organization.update({ where: { id: organization.id }, data: { mediaLocation: "Oslo" } });
    expect((await ask("participant/location", call(room.alias))).body.result).toEqual({ location: "Oslo" });
  });
});

describe("registrations", () => {
  it("gives a device its credentials, refuses unknown ones of ours, and leaves the rest to the bridge", async () => {
    const { id } = await db().device.create({
      data: {
        userId: owner.id,
        alias: "unit7@vc.example",
        name: "Unit",
        username: "unit7",
        passwordSealed: "",
      },
    });
    await db().device.update({
      where: { id },
      data: { passwordSealed: seal("s3cret", devicePasswordPlace(id)) },
    });
    expect((await ask("registrations/sip%3Aunit7%40vc.example")).body.result).toEqual({
      username: "unit7",
      password: "s3cret",
    });
    expect((await ask(`registrations/x@${organization.videoDomain}`)).body.action).toBe("reject");
    expect((await ask("registrations/x@elsewhere.example")).status).toBe(404);
  });

  it("finds people and rooms of the asker's organization only", async () => {
    const room = await buildRoom({ ownerId: owner.id, name: "Fjord 100%_room" });
    await buildRoom({ name: "Fjord elsewhere" });
    const search = (q: string, asker: string) =>
      ask("registrations", { q, registration_alias: asker, limit: "10" });
    const mine = await search("fjord", `sip:${owner.videoAddress}`);
    expect(mine.body.result).toEqual([{ alias: room.alias, description: "Fjord 100%_room", username: "" }]);
    expect((await search("%_", owner.videoAddress ?? "")).body.result).toHaveLength(1);
    expect((await search("", "stranger@elsewhere.example")).body.result).toEqual([]);
  });
});

describe("whoever asks", () => {
  it("must be the bridge", async () => {
    const { alias } = await buildRoom({ ownerId: owner.id });
    for (const wrong of [
      "",
      basic("policy", "guess"),
      basic("events", "events password of the tests"),
      "Bearer x",
    ]) {
      expect((await ask("service/configuration", call(alias), wrong)).status, wrong).toBe(401);
    }
  });

  it("is told plainly what was malformed, by name and without its value", async () => {
    const malformed = [
      {},
      call(""),
      call("a\u0000b"),
      call("x".repeat(251)),
      call("a", { registered: "maybe" }),
      "local_alias=a&local_alias=b",
    ];
    for (const query of malformed) {
      const { status, body } = await ask("service/configuration", query as Record<string, string>);
      expect(status, JSON.stringify(query)).toBe(400);
      expect(body.code).toBe("invalid_input");
    }
    expect((await ask("no/such/question", call("a"))).status).toBe(404);
  });
});
