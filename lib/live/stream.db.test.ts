import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createSession, endSession } from "../auth";
import { receiveMessage } from "../bridge/events";
import { db, pool } from "../db";
import { buildRoom, buildUser } from "../testing/factories";
import { Hub } from "./hub";
import { LISTENER_NAME } from "./listener";
import { openStream, streamAlias } from "./stream";
import type { Changes, Snapshot, SourceState } from "./types";

type Frame = { id?: string; event: string; data: Snapshot | Changes | SourceState };

/** Two instances of the portal's live stream on one database. */
const hubs = [new Hub(), new Hub()] as const;
const servers: http.Server[] = [];
const ports: number[] = [];
let token: string;
let room: Awaited<ReturnType<typeof buildRoom>>;
let user: Awaited<ReturnType<typeof buildUser>>;
let seq = 0;

beforeAll(async () => {
  for (const hub of hubs) {
    await hub.start();
    const server = http.createServer((request, response) =>
      openStream(hub, request, response, streamAlias(request.url ?? "") ?? ""),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    servers.push(server);
    ports.push((server.address() as AddressInfo).port);
  }
  await pool().query(
    `INSERT INTO "BridgeHealth" ("isReachable", "since", "checkedAt") VALUES (true, now(), now() + interval '1 hour')`,
  );
});

afterAll(async () => {
  for (const hub of hubs) await hub.stop();
  for (const server of servers) server.close();
});

const signIn = async (userId: string) =>
  (
    await createSession(userId, {
      method: "password",
      persistent: false,
      remoteAddress: null,
      userAgent: null,
    })
  ).value;

beforeEach(async () => {
  user = await buildUser();
  room = await buildRoom({ ownerId: user.id });
  token = await signIn(user.id);
});

/** An open roster that keeps the frames it was sent. */
async function open(
  options: { instance?: 0 | 1; alias?: string; cookie?: string; lastEventId?: string } = {},
) {
  const port = ports[options.instance ?? 0];
  const abort = new AbortController();
  const response = await fetch(
    `http://127.0.0.1:${port}/api/rooms/${encodeURIComponent(options.alias ?? room.alias)}/live`,
    {
      headers: {
        cookie: options.cookie ?? `other=1; next-auth.session-token=${token}`,
        ...(options.lastEventId && { "last-event-id": options.lastEventId }),
      },
      signal: abort.signal,
    },
  );
  const frames: Frame[] = [];
  const state = { frames, status: response.status, isOver: false, close: () => abort.abort() };
  void read(response, frames).finally(() => {
    state.isOver = true;
  });
  return state;
}

async function read(response: Response, frames: Frame[]): Promise<void> {
  let text = "";
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const fields = Object.fromEntries(part.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
        if (fields.event) frames.push({ id: fields.id, event: fields.event, data: JSON.parse(fields.data) });
      }
    }
  } catch {
    // The test closed it.
  }
}

const say = (event: string, uuid: string, more: Record<string, unknown> = {}) => {
  seq += 1;
  const data = {
    uuid: `${room.id}-${uuid}`,
    service_tag: `room:${room.id}`,
    conference: room.alias,
    display_name: uuid,
    connect_time: 1000,
    ...more,
  };
  return receiveMessage({ node: "n", seq, time: 1000 + seq / 100, event, version: 2, data });
};

const soon = (check: () => void) => vi.waitFor(check, { timeout: 3000, interval: 10 });

/** What a roster shows after all its frames: as the page folds them. */
function shown(frames: Frame[]): string[] {
  const legs = new Map<string, string>();
  for (const { event, data } of frames) {
    if (event === "snapshot") legs.clear();
    if ("legs" in data) for (const leg of data.legs) legs.set(leg.id, leg.name);
    if ("gone" in data) for (const id of data.gone) legs.delete(id);
  }
  return [...legs.values()].sort();
}

describe("a live stream", () => {
  it("begins with everything and goes on with what changes, on every instance", async () => {
    await say("participant_connected", "ann");
    const [one, two] = [await open({ instance: 0 }), await open({ instance: 1 })];
    for (const roster of [one, two]) {
      await soon(() =>
        expect(roster.frames[0]).toMatchObject({ event: "snapshot", data: { source: { ok: true } } }),
      );
      expect(shown(roster.frames)).toEqual(["ann"]);
    }
    await say("participant_connected", "ben");
    await say("participant_disconnected", "ann");
    for (const roster of [one, two]) {
      await soon(() => expect(shown(roster.frames)).toEqual(["ben"]));
      expect(roster.frames.filter((frame) => frame.event === "snapshot")).toHaveLength(1);
      roster.close();
    }
  });

  it("goes from an empty room to a meeting and back", async () => {
    const roster = await open();
    await soon(() => expect(roster.frames[0]?.data).toMatchObject({ conference: null, version: "none" }));
    await say("participant_connected", "ann");
    await soon(() => expect(shown(roster.frames)).toEqual(["ann"]));
    const ended = { tag: `room:${room.id}`, name: room.alias, start_time: 1000, end_time: 1100 };
    await receiveMessage({
      node: "n",
      seq: ++seq,
      time: 1100,
      event: "conference_ended",
      version: 2,
      data: ended,
    });
    await soon(() => expect(roster.frames.at(-1)?.data).toMatchObject({ conference: null, legs: [] }));
    roster.close();
  });

  it("resumes where a browser left off, and begins anew in another meeting", async () => {
    await say("participant_connected", "ann");
    const first = await open();
    await soon(() => expect(first.frames).toHaveLength(1));
    first.close();
    await say("participant_disconnected", "ann");
    await say("participant_connected", "ben");
    const again = await open({ lastEventId: first.frames[0]?.id });
    await soon(() => expect(again.frames[0]?.event).toBe("changes"));
    expect(shown([...first.frames, ...again.frames])).toEqual(["ben"]);
    again.close();
    for (const lastEventId of ["nonsense", `${crypto.randomUUID()}:3`, "none", "1:2:3"]) {
      const anew = await open({ lastEventId });
      await soon(() => expect(anew.frames[0]?.event, lastEventId).toBe("snapshot"));
      anew.close();
    }
  });

  it("misses nothing when many open while much happens", async () => {
    const rosters: Awaited<ReturnType<typeof open>>[] = [];
    for (let i = 0; i < 30; i++) {
      await Promise.all([
        say("participant_connected", `p${i}`),
        open({ instance: (i % 2) as 0 | 1 }).then((r) => rosters.push(r)),
      ]);
      if (i % 3 === 0) await say("participant_disconnected", `p${i}`);
    }
    const expected = Array.from({ length: 30 }, (_, i) => `p${i}`)
      .filter((_, i) => i % 3 !== 0)
      .sort();
    for (const roster of rosters) {
      await soon(() => expect(shown(roster.frames)).toEqual(expected));
      roster.close();
    }
  });

  it("is closed to whoever is not signed in, and not there for others", async () => {
    const stranger = await signIn((await buildUser()).id);
    expect((await open({ cookie: "" })).status).toBe(401);
    expect((await open({ cookie: "next-auth.session-token=guess" })).status).toBe(401);
    expect((await open({ cookie: `next-auth.session-token=${stranger}` })).status).toBe(404);
    expect((await open({ alias: "no such room" })).status).toBe(404);
  });

  it("ends with its session, within seconds, and lets the person's other sessions go on", async () => {
    const other = await signIn(user.id);
    const [ending, staying] = [await open(), await open({ cookie: `next-auth.session-token=${other}` })];
    await soon(() => expect(ending.frames).toHaveLength(1));
    await endSession(token);
    await soon(() => expect(ending.isOver).toBe(true));
    expect(staying.isOver).toBe(false);
    staying.close();
  });

  it("tells when the bridge goes away and comes back", async () => {
    const roster = await open();
    await soon(() => expect(roster.frames).toHaveLength(1));
    const set = (isReachable: boolean) =>
      pool().query(
        `UPDATE "BridgeHealth" SET "isReachable" = $1, "since" = now() RETURNING pg_notify('bridge_health_changed', '')`,
        [isReachable],
      );
    await set(false);
    await soon(() =>
      expect(roster.frames.at(-1)).toMatchObject({ event: "source", data: { ok: false, why: "bridge" } }),
    );
    await set(true);
    await soon(() => expect(roster.frames.at(-1)).toMatchObject({ event: "source", data: { ok: true } }));
    roster.close();
  });

  it("comes back by itself when its connection to the database is cut", async () => {
    await say("participant_connected", "ann");
    const roster = await open();
    await soon(() => expect(roster.frames).toHaveLength(1));
    await db().$queryRaw`SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = ${LISTENER_NAME}`;
    await soon(() =>
      expect(roster.frames.some((f) => f.event === "source" && !("ok" in f.data && f.data.ok))).toBe(true),
    );
    await say("participant_connected", "ben");
    await soon(() => expect(shown(roster.frames)).toEqual(["ann", "ben"]));
    await soon(() =>
      expect(roster.frames.filter((f) => f.event === "source").at(-1)?.data).toEqual({ ok: true }),
    );
    roster.close();
  });
});
