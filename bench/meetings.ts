import { createSession } from "../lib/auth";
import { db, pool } from "../lib/db";
import { buildOrganization, buildRoom } from "../lib/testing/factories";
import { Hour, Second } from "../lib/time";

export type BenchRoom = { id: string; alias: string; ownerId: string };

/** Rooms with both PINs and an owner each, in one organization. */
export async function makeRooms(count: number): Promise<BenchRoom[]> {
  const { id: organizationId } = await buildOrganization();
  const rooms: BenchRoom[] = [];
  for (let n = 0; n < count; n++) {
    rooms.push(await buildRoom({ organizationId, hostPin: "739182", guestPin: "4655" }));
  }
  return rooms;
}

/** A person who may watch the room, signed in. @returns the `Cookie` header of their browser */
export async function signInCoHost(room: BenchRoom, name: string): Promise<string> {
  const owner = await db().user.findUniqueOrThrow({ where: { id: room.ownerId } });
  const { id } = await db().user.create({
    data: {
      email: `${name}@mail.example`,
      displayName: name,
      organizationId: owner.organizationId,
      coHostOf: { create: { roomId: room.id } },
    },
  });
  const how = { method: "password", persistent: false, remoteAddress: null, userAgent: null } as const;
  const cookie = await createSession(id, how);
  return `${cookie.name}=${cookie.value}`;
}

/** As the worker would note it, for as long as a benchmark takes: the bridge answers. */
export async function bridgeIsThere(): Promise<void> {
  const until = new Date(Date.now() + Hour.ms);
  const since = new Date(Date.now() - Second.ms);
  await pool().query(
    `INSERT INTO "BridgeHealth" ("isReachable", "since", "checkedAt") VALUES (true, $1, $2)
     ON CONFLICT ("id") DO UPDATE SET "isReachable" = true, "since" = $1, "checkedAt" = $2`,
    [since, until],
  );
}
