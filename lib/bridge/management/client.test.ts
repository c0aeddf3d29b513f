import { describe, expect, it, vi } from "vitest";
import { managementClient } from "./client";
import { pace } from "./pace";

type Answers = Record<string, unknown>;

const page = (objects: unknown[], next: string | null = null) => ({ meta: { next }, objects });
const conference = {
  id: "c1",
  name: "host.acme",
  tag: "room:1",
  start_time: "2026-01-01T10:00:00.123456",
  is_locked: false,
};
const participant = {
  id: "p1",
  conference: "host.acme",
  call_uuid: "call1",
  connect_time: "2026-01-01T10:00:01",
  role: "chair",
};

/** A client whose bridge gives these answers by path; a function makes one from the request's body. */
function answering(answers: Answers, timeoutMs = 300) {
  const asked: { path: string; body: unknown }[] = [];
  const fetcher = vi.fn(async (url: URL, init: RequestInit) => {
    asked.push({ path: url.pathname + url.search, body: init.body ? JSON.parse(String(init.body)) : null });
    const answer = answers[url.pathname + url.search] ?? answers[url.pathname];
    if (answer === "hang") {
      return new Promise<Response>((_, reject) =>
        init.signal?.addEventListener("abort", () => reject(new DOMException("late", "TimeoutError"))),
      );
    }
    if (answer instanceof Error) throw answer;
    if (answer instanceof Response) return answer.clone();
    return Response.json(answer ?? { status: "success" }, {
      headers: { date: "Thu, 01 Jan 2026 10:00:05 GMT" },
    });
  });
  const client = managementClient({
    baseUrl: "https://management.example",
    username: "portal",
    password: "secret",
    place: pace(60_000),
    fetcher: fetcher as unknown as typeof fetch,
    timeoutMs,
  });
  return { client, asked, fetcher };
}

const CONFERENCES = "/api/admin/status/v1/conference/";
const PARTICIPANTS = "/api/admin/status/v1/participant/";
const COMMAND = "/api/admin/command/v1";

describe("the management API", () => {
  it("reads a list page by page, times as UTC, and the bridge's own clock", async () => {
    const { client } = answering({
      [`${CONFERENCES}?limit=500`]: page([conference], `${CONFERENCES}?limit=500&offset=500`),
      [`${CONFERENCES}?limit=500&offset=500`]: page([{ ...conference, id: "c2" }]),
    });
    const { items, at } = await client.conferences();
    expect(items.map((item) => item.id)).toEqual(["c1", "c2"]);
    expect(items[0]?.startedAt).toBe(Date.UTC(2026, 0, 1, 10, 0, 0, 123) / 1000);
    expect(at).toBe(Date.UTC(2026, 0, 1, 10, 0, 5) / 1000);
  });

  it("sends its credentials nowhere but to the bridge", async () => {
    const { client, fetcher } = answering({
      [`${CONFERENCES}?limit=500`]: page([], "https://evil.example/next/"),
    });
    await expect(client.conferences()).rejects.toMatchObject({ code: "bridge_unavailable" });
    expect(fetcher).toHaveBeenCalledTimes(1);
  });

  const away: [string, unknown][] = [
    ["a refused connection", new TypeError("fetch failed")],
    ["an error of its own", new Response("", { status: 500 })],
    ["too many requests", new Response("", { status: 429 })],
    ["no answer in time", "hang"],
    ["an answer of another shape", { results: [] }],
    ["an answer that is no JSON", new Response("<html>", { status: 200 })],
    ["refused credentials", new Response("", { status: 401 })],
  ];
  for (const [what, answer] of away) {
    it(`takes ${what} as the bridge being away, not as an empty meeting`, async () => {
      const { client } = answering({ [CONFERENCES]: answer, [PARTICIPANTS]: answer });
      await expect(client.commandConference("host.acme", "lock")).rejects.toMatchObject({
        code: "bridge_unavailable",
      });
      await expect(client.commandLegs("host.acme", [{ id: "p1", callId: "" }], "mute")).rejects.toMatchObject(
        {
          code: "bridge_unavailable",
        },
      );
    });
  }

  it("names a conference and a participant by the ids of the status API", async () => {
    const { client, asked } = answering({
      [CONFERENCES]: page([conference]),
      [PARTICIPANTS]: page([participant]),
    });
    await client.commandConference("host.acme", "lock");
    // The event's id may be another one: then the call id finds it.
    await client.commandLegs("host.acme", [{ id: "event-id", callId: "call1" }], "disconnect");
    expect(asked.filter(({ path }) => path.startsWith(COMMAND))).toEqual([
      { path: `${COMMAND}/conference/lock/`, body: { conference_id: "c1" } },
      { path: `${COMMAND}/participant/disconnect/`, body: { participant_id: "p1" } },
    ]);
  });

  it("reports legs that are gone, and a meeting that is not running", async () => {
    const { client } = answering({
      [CONFERENCES]: page([]),
      [PARTICIPANTS]: page([participant]),
      [`${COMMAND}/participant/mute/`]: new Response("", { status: 404 }),
    });
    const legs = [
      { id: "p1", callId: "" },
      { id: "p2", callId: "" },
    ];
    expect(await client.commandLegs("host.acme", legs, "mute")).toEqual({ p1: "not_found", p2: "not_found" });
    await expect(client.commandConference("host.acme", "lock")).rejects.toMatchObject({ code: "conflict" });
  });

  it("tells of each leg what became of it, whatever became of the others", async () => {
    const others = ["p2", "p3"].map((id) => ({ ...participant, id, call_uuid: id }));
    const refusing = vi.fn(async (url: URL, init: RequestInit) => {
      if (url.pathname === PARTICIPANTS) return Response.json(page([participant, ...others]));
      const { participant_id, role } = JSON.parse(String(init.body));
      expect({ path: url.pathname, role }).toEqual({ path: `${COMMAND}/participant/role/`, role: "chair" });
      return participant_id === "p2"
        ? new Response("", { status: 400 })
        : Response.json({ status: "success" });
    });
    const client = managementClient({
      baseUrl: "https://management.example",
      username: "portal",
      password: "secret",
      place: pace(60_000),
      fetcher: refusing as unknown as typeof fetch,
    });
    const legs = ["p1", "p2", "p3"].map((id) => ({ id, callId: "" }));
    expect(await client.commandLegs("host.acme", legs, { command: "role", role: "chair" })).toEqual({
      p2: "bridge_refused",
    });
  });

  it("dials out, and gives the ids of the new legs if the bridge names them", async () => {
    const wanted = {
      conference_alias: "host.acme",
      destination: "+4721000123",
      protocol: "sip",
      role: "guest",
      call_type: "audio",
      dtmf_sequence: ",,1234#",
      routing: "routing_rule",
    } as const;
    const dial = `${COMMAND}/participant/dial/`;
    const answers = [
      [{ status: "success", data: { participant_id: "p9", participant_ids: ["p9", "p10"] } }, ["p9", "p10"]],
      [{ status: "success", data: { participant_id: "p9" } }, ["p9"]],
      [{ status: "success" }, []],
    ] as const;
    for (const [answer, ids] of answers) {
      const { client, asked } = answering({ [dial]: answer });
      expect(await client.dial(wanted)).toEqual(ids);
      expect(asked).toEqual([{ path: dial, body: wanted }]);
    }
    for (const status of [400, 404]) {
      const { client } = answering({ [dial]: new Response("", { status }) });
      await expect(client.dial(wanted)).rejects.toMatchObject({ code: "bridge_refused" });
    }
  });

  it("says when the bridge declines", async () => {
    for (const answer of [new Response("", { status: 400 }), { status: "failure", message: "no" }]) {
      const { client } = answering({
        [CONFERENCES]: page([conference]),
        [`${COMMAND}/conference/lock/`]: answer,
      });
      await expect(client.commandConference("host.acme", "lock")).rejects.toMatchObject({
        code: "bridge_refused",
      });
    }
  });
});

describe("pace", () => {
  it("lets a burst pass, then spreads, and does not let anybody wait for ever", async () => {
    let now = 0;
    const place = pace(60, () => now); // one a second, a burst of eleven
    for (let i = 0; i < 11; i++) await place(0);
    await expect(place(500)).rejects.toMatchObject({ code: "bridge_unavailable" });
    now = 1000;
    await place(0);
    await expect(place(500)).rejects.toMatchObject({ code: "bridge_unavailable" });
  });
});
