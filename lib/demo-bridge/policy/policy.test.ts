import { describe, expect, it } from "vitest";
import type { CallSpec } from "../calls/facts";
import {
  admin,
  answering,
  client,
  notOurs,
  type PolicyReply,
  policyServer,
  type Question,
  reject,
  startForTest,
  success,
} from "../testing";

const room = { name: "host.acme", service_type: "conference", service_tag: "room:1" };
const pins = { pin: "1111", guest_pin: "2222", allow_guests: true };
const ownRooms = [{ name: "own room", aliases: ["host.acme"] }];
const sip: CallSpec = {
  alias: "host.acme",
  displayName: "Ann",
  protocol: "SIP",
  remoteAlias: "sip:ann@acme.example",
};
const nobody = "Neither conference nor gateway found";

/** Calls once and tells what became of it, with the room a call landed in. */
async function call(
  answer: (question: Question) => PolicyReply,
  spec: Partial<CallSpec> = {},
  own = ownRooms,
) {
  const { policy, questions } = await policyServer(answer);
  const bridge = await startForTest({ policy, ownRooms: own });
  const result = await bridge.placeCall({ ...sip, ...spec });
  return { result, questions, bridge };
}

/** Answers the room question with `service`, and one more question with `reply`. */
const inRoom =
  (service: object, path = "", reply: PolicyReply = notOurs) =>
  (question: Question) => {
    if (question.path === "service/configuration") return success(service);
    return question.path === path ? reply : notOurs;
  };

describe("what a node asks", () => {
  it("a SIP call: the room, the participant before the PIN prompt, the location", async () => {
    const { questions } = await call(inRoom({ ...room, ...pins }), { pin: "1111", isRegistered: true });
    expect(questions.map(({ path }) => path)).toEqual([
      "service/configuration",
      "participant/properties",
      "participant/location",
    ]);
    expect(questions.every(({ isAuthorized }) => isAuthorized)).toBe(true);
    expect(questions[0]?.query).toMatchObject({
      local_alias: "sip:host.acme",
      remote_alias: "sip:ann@acme.example",
      remote_display_name: "Ann",
      call_direction: "dial_in",
      protocol: "sip",
      trigger: "invite",
      registered: "True",
      node_ip: "10.20.0.11",
      location: "Oslo",
    });
    expect(questions[1]?.query).toMatchObject({
      service_name: "host.acme",
      service_tag: "room:1",
      participant_type: "standard",
      preauthenticated_role: "",
      bypass_lock: "False",
    });
  });

  it("a browser: the participant as `api` after the PIN, then as `standard` with its media", async () => {
    const { questions } = await call(inRoom({ ...room, ...pins }), { protocol: "WebRTC", pin: "2222" });
    expect(questions.map(({ path, query }) => [path, query.participant_type, query.protocol])).toEqual([
      ["service/configuration", undefined, "api"],
      ["participant/properties", "api", "api"],
      ["participant/properties", "standard", "api"],
      ["participant/location", undefined, "api"],
    ]);
    expect(questions[1]?.query.preauthenticated_role).toBe("guest");
    expect(questions[0]?.query).toMatchObject({ trigger: "web", registered: "False" });
  });

  it("an outgoing call names the room that dials", async () => {
    const { policy, questions } = await policyServer(inRoom(room));
    const bridge = await startForTest({ policy });
    await bridge.placeCall(sip);
    questions.length = 0;
    await bridge.placeCall({ ...sip, direction: "out", remoteAlias: "sip:bob@acme.example" });
    expect(questions[0]?.query).toMatchObject({
      call_direction: "dial_out",
      local_alias: "host.acme",
      remote_alias: "sip:bob@acme.example",
      service_name: "host.acme",
      service_tag: "room:1",
    });
  });
});

describe("what the answers mean", () => {
  const own = "own room";

  it.each<[string, (question: Question) => PolicyReply, string | null]>([
    ["a valid room is used", inRoom(room), "host.acme"],
    [
      "a valid room is used even beside `reject`",
      answering("service/configuration", { body: { status: "success", action: "reject", result: room } }),
      "host.acme",
    ],
    ["`reject` refuses, whatever is configured here", answering("service/configuration", reject), null],
    [
      "`reject` with a failed status refuses as well",
      answering("service/configuration", { body: { status: "fail", action: "reject" } }),
      null,
    ],
    ["404 falls back to rooms configured here", () => notOurs, own],
    [
      "`continue` falls back",
      answering("service/configuration", { body: { status: "success", action: "continue", result: {} } }),
      own,
    ],
    ["an error status falls back", () => ({ status: 500, body: {} }), own],
    ["no JSON object falls back", () => ({ body: "nonsense" }), own],
    [
      "redirects are not followed",
      () => ({ status: 302, headers: { location: "/base/elsewhere" }, body: {} }),
      own,
    ],
    ["a broken connection falls back", () => "hang_up", own],
    ["one bad value discards the whole answer", inRoom({ ...room, view: "mosaic" }), own],
  ])("%s", async (_, answer, landed) => {
    const { result } = await call(answer);
    expect(result.conference).toBe(landed);
    if (landed === null) expect(result).toMatchObject({ outcome: "rejected", reason: nobody });
  });

  it("an unreachable server falls back", async () => {
    const policy = { url: "http://127.0.0.1:9", username: "u", password: "p" };
    const bridge = await startForTest({ policy, ownRooms });
    expect((await bridge.placeCall(sip)).conference).toBe(own);
  });

  it("a server that takes too long falls back", async () => {
    const { policy } = await policyServer(() => "silence");
    const bridge = await startForTest({ policy: { ...policy, timeoutMs: 30 }, ownRooms });
    expect((await bridge.placeCall(sip)).conference).toBe(own);
  });

  it.each([
    { allow_guests: true },
    { pin: "" },
    { pin: "1111", guest_pin: "1111", allow_guests: true },
    { pin: "1111", guest_pin: "22222", allow_guests: true },
    { guest_pin: "2222" },
    { pin: "12a4" },
    { pin: null },
  ])("inconsistent PINs %j: nobody gets in", async (fields) => {
    const { result } = await call(inRoom({ ...room, ...fields }), {}, []);
    expect(result).toMatchObject({ outcome: "rejected", reason: nobody });
  });

  it("callers hear the same words for a room that must not open", async () => {
    const { policy } = await policyServer(() => reject);
    const bridge = await startForTest({ policy, ownRooms });
    const { status, body } = await client(bridge, "host.acme").join("Ann");
    expect([status, body]).toEqual([404, { status: "failed", result: nobody }]);
  });

  it("a room that starts locked is locked for its first callers", async () => {
    const { result } = await call(inRoom({ ...room, ...pins, locked: true }), { pin: "2222" });
    expect(result.outcome).toBe("waiting");
  });

  it("a room that demands encryption refuses a leg without", async () => {
    const { result } = await call(inRoom({ ...room, crypto_mode: "on" }), { encryption: "Off" });
    expect(result).toMatchObject({ outcome: "rejected", reason: "Encryption required" });
  });
});

describe("participant properties", () => {
  const withProperties = (properties: object) =>
    inRoom({ ...room, ...pins }, "participant/properties", success(properties));

  it("a preauthenticated host needs no PIN on SIP", async () => {
    const { result } = await call(withProperties({ preauthenticated_role: "chair" }));
    expect(result).toMatchObject({ outcome: "admitted", role: "chair" });
  });

  it("name and call tag replace the caller's", async () => {
    const properties = {
      remote_display_name: "Ann Berg",
      call_tag: "proved",
      preauthenticated_role: "chair",
    };
    const { bridge } = await call(withProperties(properties), { callTag: "claimed" });
    const [participant] = bridge.state().conferences[0]?.participants ?? [];
    expect(participant).toMatchObject({ displayName: "Ann Berg", legs: [{ callTag: "proved" }] });
  });

  it("without a call tag in the answer the caller's stays", async () => {
    const { bridge } = await call(withProperties({ preauthenticated_role: "chair" }), { callTag: "claimed" });
    expect(bridge.state().conferences[0]?.participants[0]?.legs[0]?.callTag).toBe("claimed");
  });

  it("bypass_lock lets a guest pass a lock", async () => {
    const { policy } = await policyServer(withProperties({ bypass_lock: true }));
    const bridge = await startForTest({ policy });
    await bridge.placeCall({ ...sip, pin: "1111" });
    await admin(bridge).command("conference/lock", { conference_id: bridge.state().conferences[0]?.id });
    expect((await bridge.placeCall({ ...sip, pin: "2222" })).outcome).toBe("admitted");
  });

  it.each(["SIP", "WebRTC"] as const)(
    "reject refuses a %s caller with the reason given",
    async (protocol) => {
      const refusal: PolicyReply = {
        body: { status: "success", action: "reject", result: { reject_reason: "Not today" } },
      };
      const { result } = await call(inRoom({ ...room, ...pins }, "participant/properties", refusal), {
        protocol,
        pin: "1111",
      });
      expect(result).toMatchObject({ outcome: "rejected", reason: "Not today" });
    },
  );

  it("the location answer sets where the leg is", async () => {
    const answer = inRoom(room, "participant/location", success({ location: "Bergen" }));
    const { bridge } = await call(answer);
    expect(bridge.state().conferences[0]?.participants[0]?.legs[0]?.systemLocation).toBe("Bergen");
  });
});
