import { describe, expect, it } from "vitest";
import { db } from "../db";
import { actorOf, buildRoom, buildUser } from "../testing/factories";
import { getRoomSettings, saveRoomSettings } from "./settings";
import type { RoomSettings } from "./settings-input";

const wanted: RoomSettings = {
  name: "Board",
  description: "Every Monday",
  guestsCanPresent: false,
  mutesGuests: true,
  startsLocked: true,
  layout: "four_mains_zero_pips",
  participantLimit: 12,
};

async function scene() {
  const owner = await buildUser();
  const room = await buildRoom({ ownerId: owner.id });
  const save = (revision: number, over: Partial<RoomSettings> = {}, actor = actorOf(owner)) =>
    saveRoomSettings(actor, { ...wanted, ...over, alias: room.alias, revision }, "192.0.2.1");
  const stored = () => db().room.findUniqueOrThrow({ where: { id: room.id } });
  const start = () => db().conference.create({ data: { roomId: room.id, startedAt: new Date() } });
  return { owner, room, save, stored, start };
}

describe("a room's settings", () => {
  it("are saved, shown, and in the audit by their names alone", async () => {
    const { owner, room, save } = await scene();
    expect(await save(1)).toEqual({ ok: true, isRunning: false });
    const view = await getRoomSettings(actorOf(owner), room.alias);
    expect(view).toEqual({
      alias: room.alias,
      settings: wanted,
      revision: 2,
      isRunning: false,
      isClosed: false,
    });
    const event = await db().auditEvent.findFirstOrThrow({
      where: { actorId: owner.id, action: "room.changed" },
    });
    expect(event).toMatchObject({ organizationId: room.organizationId, remoteAddress: "192.0.2.1" });
    expect(JSON.stringify(event.facts)).not.toMatch(/Board|Monday/);
    expect(event.facts).toMatchObject({
      roomId: room.id,
      changed: expect.stringContaining("participantLimit"),
    });
  });

  it("tell the later of two people who edit at the same time, and keep the first one's", async () => {
    const { owner, room, save, stored } = await scene();
    const admin = await buildUser({ organizationId: room.organizationId, role: "ORG_ADMIN" });
    await save(1, { name: "First" });
    const later = await save(1, { name: "Second" }, actorOf(admin));
    expect(later).toMatchObject({ ok: false, revision: 2, now: { name: "First" } });
    expect((await stored()).name).toBe("First");
    expect(await save(2, { name: "Second" }, actorOf(owner))).toMatchObject({ ok: true });
    expect((await stored()).name).toBe("Second");
  });

  it("are taken once, of twenty at the same moment", async () => {
    const { save, stored } = await scene();
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => save(1, { name: `Room ${n}` })));
    expect(all.filter((one) => one.ok)).toHaveLength(1);
    expect((await stored()).revision).toBe(2);
  });

  it("of a running meeting stay as they were at its start, through several changes, and to its end only", async () => {
    const { room, save, stored, start } = await scene();
    const meeting = await start();
    expect(await save(1, { name: "Second" })).toEqual({ ok: true, isRunning: true });
    await save(2, { name: "Third" });
    const began = { conferenceId: meeting.id, name: room.name, participantLimit: null, startsLocked: false };
    expect((await stored()).heldSettings).toMatchObject(began);
    await db().conference.update({ where: { id: meeting.id }, data: { endedAt: new Date() } });
    const next = await start();
    await save(3, { name: "Fourth" });
    expect((await stored()).heldSettings).toMatchObject({ conferenceId: next.id, name: "Third" });
    await db().conference.update({ where: { id: next.id }, data: { endedAt: new Date() } });
    await save(4, { name: "Fifth" });
    expect((await stored()).heldSettings).toBeNull();
  });

  it("are the owner's and the admin's to change", async () => {
    const { room, save } = await scene();
    const colleague = await buildUser({ organizationId: room.organizationId });
    await db().roomCoHost.create({ data: { roomId: room.id, userId: colleague.id } });
    await expect(save(1, {}, actorOf(colleague))).rejects.toMatchObject({ code: "forbidden" });
    const foreign = actorOf(await buildUser({ role: "ORG_ADMIN" }));
    await expect(save(1, {}, foreign)).rejects.toMatchObject({ code: "not_found" });
    await expect(getRoomSettings(foreign, room.alias)).rejects.toMatchObject({ code: "not_found" });
  });
});
