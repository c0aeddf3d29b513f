import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { env } from "../env";
import { type BridgeDoors, openBridgeDoors } from "../testing/bridge-doors";
import { buildRoom } from "../testing/factories";

let doors: BridgeDoors;
beforeAll(async () => {
  doors = await openBridgeDoors();
});
afterAll(() => doors.stop());

const basic = (username: string, password: string) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

const events = (body: string, more: Record<string, string> = {}, method = "POST") =>
  fetch(doors.eventsUrl, {
    method,
    headers: {
      authorization: basic(env().BRIDGE_EVENTS_USERNAME, env().BRIDGE_EVENTS_PASSWORD),
      "content-type": "application/json",
      ...more,
    },
    ...(method === "POST" && { body }),
  });

const policy = (path: string, authorization: string, method = "GET") =>
  fetch(`${doors.policyUrl}/policy/v1/${path}`, { method, headers: { authorization } });

const policyCredentials = () => basic(env().BRIDGE_POLICY_USERNAME, env().BRIDGE_POLICY_PASSWORD);

describe("the event sink's door", () => {
  it("opens with its own credentials only", async () => {
    const wrong = ["", "Basic", "Bearer x", basic("events", "wrong"), policyCredentials()];
    for (const authorization of wrong) {
      const answer = await events("{}", { authorization });
      expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, 'Basic realm="bridge"']);
    }
  });

  it("takes POST, and says so", async () => {
    const answer = await events("", {}, "GET");
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("answers what is no JSON with 400, what is no event with 422, once", async () => {
    expect((await events("{")).status).toBe(400);
    const nonsense = JSON.stringify({ event: "participant_connected", data: crypto.randomUUID() });
    const refused = await events(nonsense);
    expect([refused.status, await refused.json()]).toMatchObject([422, { code: "invalid_input" }]);
    expect((await events(nonsense)).status).toBe(204);
  });

  it("does not read more than 16 MB, announced or not", async () => {
    const large = "x".repeat(16 * 1024 * 1024 + 1);
    // A body that is refused while it is sent may also end as a cut connection.
    const announced = await events(large).then(
      (answer) => answer.status,
      () => 413,
    );
    expect(announced).toBe(413);
    expect((await events("{}")).status).toBe(422);
  });
});

describe("the policy's door", () => {
  it("opens with its own credentials only, for GET, and knows its questions", async () => {
    const question = `service/configuration?local_alias=${(await buildRoom()).alias}`;
    expect((await policy(question, basic("x", "y"))).status).toBe(401);
    expect((await policy(question, policyCredentials(), "POST")).status).toBe(405);
    expect((await policy("service/nonsense", policyCredentials())).status).toBe(404);
    expect((await policy("service/configuration", policyCredentials())).status).toBe(400);
    expect((await policy(question, policyCredentials())).status).toBe(200);
  });
});
