import { describe, expect, it } from "vitest";
import { admin, notOurs, type PolicyReply, policyServer, reject, startForTest, success } from "./testing";

const device = "room-1@acme.example";
const allowed = success({ username: "room-1", password: "secret" });

async function bridgeWith(reply: PolicyReply) {
  const { policy, questions } = await policyServer(({ path }) =>
    path.startsWith("registrations") ? reply : notOurs,
  );
  const bridge = await startForTest({ policy });
  const register = (password: string | null) =>
    bridge.register({
      alias: device,
      protocol: "SIP",
      username: "room-1",
      password,
      remoteAddress: "192.0.2.7",
      vendor: "x",
    });
  return { bridge, questions, register };
}

describe("a device that registers", () => {
  it("is asked about by its encoded alias, and needs the credentials of the answer", async () => {
    const { bridge, questions, register } = await bridgeWith(allowed);
    expect(await register("wrong")).toBeNull();
    expect(questions[0]).toMatchObject({
      path: "registrations/room-1%40acme.example",
      query: { protocol: "sip", auth_type: "credentials", remote_address: "192.0.2.7" },
    });
    expect(await register("secret")).toMatchObject({ alias: device });
    // Again: the same device is listed once.
    await register("secret");
    const { objects } = (await admin(bridge).get("status/v1/registration_alias/")).body;
    expect(objects).toMatchObject([{ alias: device, username: "room-1", protocol: "SIP" }]);
  });

  it("needs none where the answer's are empty", async () => {
    const { register } = await bridgeWith(success({ username: "", password: "" }));
    expect(await register("anything")).not.toBeNull();
  });

  it.each<[string, PolicyReply]>([
    ["refused", reject],
    ["unknown to policy and bridge", notOurs],
  ])("is turned away when %s", async (_, reply) => {
    const { register } = await bridgeWith(reply);
    expect(await register("secret")).toBeNull();
  });

  it("may be configured on the bridge itself", async () => {
    const { bridge, register } = await bridgeWith(notOurs);
    const fields = { alias: device, username: "room-1", password: "secret", enable_sip: true };
    await admin(bridge).post("configuration/v1/device/", fields);
    expect(await register("wrong")).toBeNull();
    expect(await register("secret")).not.toBeNull();
  });
});

describe("a registered app", () => {
  it("gets a token, searches the directory, and is gone after releasing it", async () => {
    const entries = [{ alias: "anna@acme.example", description: "Anna", username: "" }];
    const { policy, questions } = await policyServer(({ path }) =>
      path === "registrations" ? success(entries) : allowed,
    );
    const bridge = await startForTest({ policy });
    const base = `${bridge.url}/api/client/v2/registrations`;
    const authorization = (password: string) => ({
      authorization: `x-pexip-basic ${btoa(`room-1:${password}`)}`,
    });
    const refused = await fetch(`${base}/${device}/request_token`, {
      method: "POST",
      headers: authorization("wrong"),
    });
    expect(refused.status).toBe(401);
    const answer = await fetch(`${base}/${device}/request_token`, {
      method: "POST",
      headers: authorization("secret"),
    });
    const { token } = (await answer.json()).result;

    const found = await fetch(`${base}?q=an`, { headers: { token } });
    expect((await found.json()).result).toEqual(entries);
    expect(questions.at(-1)?.query).toMatchObject({ q: "an", registration_alias: device, limit: "10" });

    await fetch(`${base}/${device}/release_token`, { method: "POST", headers: { token } });
    expect((await admin(bridge).get("status/v1/registration_alias/")).body.meta.total_count).toBe(0);
    expect((await fetch(`${base}?q=an`, { headers: { token } })).status).toBe(403);
  });
});
