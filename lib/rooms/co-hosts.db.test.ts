import { describe, expect, it } from "vitest";
import { db } from "../db";
import { actorOf, buildRoom, buildUser } from "../testing/factories";
import { addCoHost, CO_HOSTS_MAX, listCoHosts, removeCoHost } from "./co-hosts";
import { getRoom, setPins } from "./rooms";

async function scene() {
  const owner = await buildUser();
  const organizationId = owner.organizationId ?? undefined;
  const room = await buildRoom({ ownerId: owner.id, hostPin: "482913" });
  const colleague = await buildUser({ organizationId, displayName: "Carla" });
  const add = (address: string, canSetPins = false, actor = actorOf(owner)) =>
    addCoHost(actor, { alias: room.alias, address, canSetPins }, "192.0.2.1");
  return { owner, organizationId, room, colleague, add };
}

describe("co-hosts", () => {
  it("see the PINs from then on, change them if the owner says so, and lose it all again", async () => {
    const { owner, room, colleague, add } = await scene();
    const actor = actorOf(colleague);
    const pins = { alias: room.alias, hostPin: "739164", guestPin: null };
    await expect(getRoom(actor, room.alias)).rejects.toMatchObject({ code: "not_found" });
    expect(await add(colleague.email)).toEqual({ ok: true, displayName: "Carla" });
    expect((await getRoom(actor, room.alias)).pins).toEqual({ host: "482913", guest: null });
    await expect(setPins(actor, pins)).rejects.toMatchObject({ code: "forbidden" });
    // The other address of the same person, once more: changes what they may do.
    await add(colleague.videoAddress ?? "", true);
    expect(await listCoHosts(actorOf(owner), room.alias)).toMatchObject([
      { displayName: "Carla", canSetPins: true },
    ]);
    await setPins(actor, pins);
    await removeCoHost(actorOf(owner), { alias: room.alias, userId: colleague.id }, null);
    await expect(getRoom(actor, room.alias)).rejects.toMatchObject({ code: "not_found" });
    const events = await db().auditEvent.findMany({
      where: { subjectId: colleague.id },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ action }) => action)).toEqual([
      "room.co_host_added",
      "room.co_host_added",
      "room.co_host_removed",
    ]);
  });

  it("are people of the organization only, and not the owner", async () => {
    const { owner, organizationId, room, add } = await scene();
    const stranger = await buildUser();
    const gone = await buildUser({ organizationId, state: "TERMINATED" });
    for (const address of [stranger.email, gone.email, "nobody@mail.example"])
      expect(await add(address), address).toEqual({ ok: false, reason: "nobody" });
    expect(await add(owner.email)).toEqual({ ok: false, reason: "owner" });
    expect(await db().roomCoHost.count({ where: { roomId: room.id } })).toBe(0);
  });

  it("are named by the owner or the admin, not by each other", async () => {
    const { organizationId, room, colleague, add } = await scene();
    const admin = actorOf(await buildUser({ organizationId, role: "ORG_ADMIN" }));
    expect(await add(colleague.email, true, admin)).toMatchObject({ ok: true });
    await expect(add(colleague.email, true, actorOf(colleague))).rejects.toMatchObject({ code: "forbidden" });
    await expect(listCoHosts(actorOf(colleague), room.alias)).rejects.toMatchObject({ code: "forbidden" });
    const foreign = actorOf(await buildUser({ role: "ORG_ADMIN" }));
    await expect(add(colleague.email, true, foreign)).rejects.toMatchObject({ code: "not_found" });
    const removal = { alias: room.alias, userId: colleague.id };
    await expect(removeCoHost(foreign, removal, null)).rejects.toMatchObject({ code: "not_found" });
  });

  it("are so many and no more, also when several are added at once", async () => {
    const { organizationId, room, add } = await scene();
    const people = await Promise.all(
      Array.from({ length: CO_HOSTS_MAX + 3 }, () => buildUser({ organizationId })),
    );
    const all = await Promise.all(people.map(({ email }) => add(email)));
    expect(all.filter(({ ok }) => ok)).toHaveLength(CO_HOSTS_MAX);
    expect(await db().roomCoHost.count({ where: { roomId: room.id } })).toBe(CO_HOSTS_MAX);
  });
});
