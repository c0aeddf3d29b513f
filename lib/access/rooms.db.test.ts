import { describe, expect, it } from "vitest";
import { db } from "../db";
import { listRooms } from "../rooms";
import { actorOf, buildOrganization, buildRoom, buildUser } from "../testing/factories";
import type { Actor } from "./actor";
import { can, invitableRooms, type RoomAction, visibleRooms } from "./index";

const filters = [
  { filter: visibleRooms, action: "room.read" },
  { filter: invitableRooms, action: "room.invite" },
] satisfies { filter: unknown; action: RoomAction }[];

describe.each(filters)("the filter for $action", ({ filter, action }) => {
  it("lists exactly the rooms that the policy lets an actor use so", async () => {
    const acme = await buildOrganization();
    const globex = await buildOrganization();
    const owner = await buildUser({ organizationId: acme.id });
    const coHost = await buildUser({ organizationId: acme.id });
    const admin = await buildUser({ organizationId: acme.id, role: "ORG_ADMIN" });
    const stranger = await buildUser({ organizationId: globex.id });
    await buildRoom({ ownerId: owner.id, coHostIds: [coHost.id] });
    await buildRoom({ ownerId: owner.id });
    // A co-host who has moved to another organization, and an owner likewise, keep nothing.
    await buildRoom({ ownerId: admin.id, coHostIds: [stranger.id] });
    await buildRoom({ ownerId: stranger.id });

    const actors: Record<string, Actor> = {
      owner: actorOf(owner),
      coHost: actorOf(coHost),
      admin: actorOf(admin),
      stranger: actorOf(stranger),
      moved: { ...actorOf(owner), organizationId: globex.id } as Actor,
      agent: { kind: "partner", userId: "a", partnerId: acme.partnerId, canManage: false },
      otherAgent: { kind: "partner", userId: "b", partnerId: globex.partnerId, canManage: true },
      operator: { kind: "operator", userId: "o" },
      job: { kind: "system", job: "any" },
    };
    const all = await db().room.findMany({ include: { coHosts: true, organization: true } });
    for (const [name, actor] of Object.entries(actors)) {
      const listed = await db().room.findMany({ where: filter(actor), select: { alias: true } });
      const allowed = all.filter((room) =>
        can(actor, action, {
          ownerId: room.ownerId,
          coHostIds: room.coHosts.map((c) => c.userId),
          pinSetterIds: [],
          organizationId: room.organizationId,
          partnerId: room.organization.partnerId,
        }),
      );
      const aliases = (rooms: { alias: string }[]) => rooms.map((room) => room.alias).sort();
      expect(aliases(listed), name).toEqual(aliases(allowed));
    }
  });
});

describe("listRooms", () => {
  it("pages through every room once, in order, and survives a broken cursor", async () => {
    const admin = await buildUser({ role: "ORG_ADMIN" });
    const names = Array.from({ length: 120 }, (_, i) => `Room ${String(i % 7)}`);
    for (const [i, name] of names.entries())
      await buildRoom({ ownerId: admin.id, alias: `paged-${admin.id.slice(-6)}-${i}`, name });
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listRooms(actorOf(admin), { q: "", after });
      if (!after) expect(page.total).toBe(120);
      seen.push(...page.rooms.map((room) => `${room.name} ${room.alias}`));
      after = page.next ?? undefined;
    } while (after);
    expect(new Set(seen).size).toBe(120);
    expect(seen).toEqual([...seen].sort());
    expect((await listRooms(actorOf(admin), { q: "", after: "nonsense" })).rooms).toHaveLength(50);
    expect((await listRooms(actorOf(admin), { q: "room 3", after: undefined })).total).toBe(17);
  });
});
