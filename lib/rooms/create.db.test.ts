import { describe, expect, it } from "vitest";
import { db } from "../db";
import { actorOf, buildOrganization, buildRoom, buildUser } from "../testing/factories";
import { Day, Minute } from "../time";
import { closeRoom, purgeRoomAliases, reopenRoom } from "./close";
import { createOneTimeRoom, createRoom, ROOMS_MAX } from "./create";
import { getRoom, listRooms, pinsOf } from "./rooms";

const make = (owner: Parameters<typeof actorOf>[0], addressName: string, name = "Board") =>
  createRoom(actorOf(owner), { name, addressName }, "192.0.2.1");

async function scene() {
  const organization = await buildOrganization();
  const owner = await buildUser({ organizationId: organization.id });
  return { organization, owner };
}

describe("a new room", () => {
  it("has a name, the video address that comes of it, and a number; its owner sees it", async () => {
    const { organization, owner } = await scene();
    const alias = `board.${organization.slug}`;
    expect(await make(owner, "board")).toEqual({ ok: true, alias });
    const room = await getRoom(actorOf(owner), alias);
    expect(room).toMatchObject({ name: "Board", kind: "permanent", validity: "open", isOwn: true });
    expect(room.addresses).toMatchObject({
      web: alias,
      videoAddress: `${alias}@${organization.videoDomain}`,
    });
    expect(room.addresses.number).toMatch(/^[1-9]\d{8}$/);
    const event = await db().auditEvent.findFirstOrThrow({
      where: { actorId: owner.id, action: "room.created" },
    });
    expect(event).toMatchObject({ organizationId: organization.id, remoteAddress: "192.0.2.1" });
  });

  it.each(["a room", "a person", "a device", "another organization's room"])(
    "cannot have an address that %s has",
    async (whose) => {
      const { organization, owner } = await scene();
      const alias = `board.${organization.slug}`;
      const video = `${alias}@${organization.videoDomain}`;
      if (whose === "a room") await make(owner, "board");
      if (whose === "a person") await buildUser({ organizationId: organization.id, videoAddress: video });
      if (whose === "a device")
        await db().device.create({
          data: { userId: owner.id, alias: video, name: "d", username: "d", passwordSealed: "" },
        });
      if (whose === "another organization's room") await buildRoom({ alias });
      expect(await make(owner, "board")).toEqual({ ok: false, reason: "taken" });
      expect(await db().room.count({ where: { ownerId: owner.id } })).toBe(whose === "a room" ? 1 : 0);
    },
  );

  it("is one, of ten made by one name at the same moment", async () => {
    const { organization } = await scene();
    const owners = await Promise.all(
      Array.from({ length: 10 }, () => buildUser({ organizationId: organization.id })),
    );
    const all = await Promise.all(owners.map((owner) => make(owner, "board")));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await db().room.count({ where: { organizationId: organization.id } })).toBe(1);
  });

  it("is refused beyond as many as one person can have, also when several are made at once", async () => {
    const { owner } = await scene();
    for (let n = 0; n < ROOMS_MAX - 1; n++)
      expect(await make(owner, `room-${n}`)).toMatchObject({ ok: true });
    const last = await Promise.all(["x1", "x2", "x3"].map((name) => make(owner, `last-${name}`)));
    expect(last.filter(({ ok }) => ok)).toHaveLength(1);
    expect(last).toContainEqual({ ok: false, reason: "too_many" });
  });

  it("is for people of an organization", async () => {
    const partner = { kind: "partner", userId: "p", partnerId: "p", canManage: true } as const;
    await expect(createRoom(partner, { name: "x", addressName: "board" }, null)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a one-time room", () => {
  it("cannot be guessed, has a host PIN, and is over a day later at the latest", async () => {
    const { owner } = await scene();
    const { alias } = await createOneTimeRoom(actorOf(owner), "Once", null);
    const { alias: other } = await createOneTimeRoom(actorOf(owner), "Once", null);
    expect(alias).toMatch(/^[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}$/);
    expect(other).not.toBe(alias);
    const row = await db().room.findUniqueOrThrow({ where: { alias } });
    expect(pinsOf(row).host).toMatch(/^\d{6}$/);
    expect(row.closesAt?.getTime()).toBeCloseTo(Date.now() + Day.ms, -5);
    expect(await getRoom(actorOf(owner), alias)).toMatchObject({ kind: "one_time", validity: "open" });
  });

  it("goes to the past when it is over, and keeps its record", async () => {
    const { owner } = await scene();
    const { alias } = await createOneTimeRoom(actorOf(owner), "Once", null);
    const { id } = await db().room.findUniqueOrThrow({ where: { alias } });
    const ago = (minutes: number) => new Date(Date.now() - minutes * Minute.ms);
    const data = { roomId: id, startedAt: ago(60), endedAt: ago(20), isStarted: true };
    const { id: meeting } = await db().conference.create({ data });
    expect((await getRoom(actorOf(owner), alias)).validity).toBe("over");
    await db().conference.update({ where: { id: meeting }, data: { endedAt: ago(5) } });
    expect((await getRoom(actorOf(owner), alias)).validity).toBe("open");
    await db().room.update({ where: { id }, data: { closesAt: ago(1) } });
    const listed = async (show?: "past") =>
      (await listRooms(actorOf(owner), { q: "", show, after: undefined })).rooms.map((room) => room.alias);
    expect(await listed()).toEqual([]);
    expect(await listed("past")).toEqual([alias]);
    expect(await db().conference.count({ where: { roomId: id } })).toBe(1);
  });

  it("is made so often an hour and no more", async () => {
    const { owner } = await scene();
    for (let n = 0; n < 60; n++) await createOneTimeRoom(actorOf(owner), "Once", null);
    await expect(createOneTimeRoom(actorOf(owner), "Once", null)).rejects.toMatchObject({
      code: "too_many_requests",
    });
  });
});

describe("closing a room", () => {
  it("keeps its addresses for it for a year, then frees them", async () => {
    const { organization, owner } = await scene();
    const alias = `board.${organization.slug}`;
    await make(owner, "board");
    await closeRoom(actorOf(owner), alias, null);
    expect((await getRoom(actorOf(owner), alias)).validity).toBe("closed");
    expect(await make(owner, "board")).toEqual({ ok: false, reason: "taken" });
    await reopenRoom(actorOf(owner), alias, null);
    expect((await getRoom(actorOf(owner), alias)).validity).toBe("open");
    await closeRoom(actorOf(owner), alias, null);
    await purgeRoomAliases();
    const aliases = () => db().roomAlias.count({ where: { room: { alias } } });
    expect(await aliases()).toBe(3);
    await db().room.update({ where: { alias }, data: { closedAt: new Date(Date.now() - 366 * Day.ms) } });
    await purgeRoomAliases();
    expect(await aliases()).toBe(0);
  });

  it("is for the owner and the admin", async () => {
    const { organization, owner } = await scene();
    const alias = `board.${organization.slug}`;
    await make(owner, "board");
    const colleague = actorOf(await buildUser({ organizationId: organization.id }));
    await expect(closeRoom(colleague, alias, null)).rejects.toMatchObject({ code: "not_found" });
    await closeRoom(
      actorOf(await buildUser({ organizationId: organization.id, role: "ORG_ADMIN" })),
      alias,
      null,
    );
    expect((await getRoom(actorOf(owner), alias)).validity).toBe("closed");
  });
});
