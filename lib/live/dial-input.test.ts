import { describe, expect, it } from "vitest";
import { destinationOf, dialInput, mayBeTelephone } from "./dial-input";

describe("destinationOf", () => {
  it("reads video addresses with and without a scheme", () => {
    const read = {
      "bob@acme.example": { protocol: "sip", address: "bob@acme.example" },
      " sip:bob.b@acme.example:5061 ": { protocol: "sip", address: "bob.b@acme.example:5061" },
      "H323:room-1@192.0.2.7": { protocol: "h323", address: "room-1@192.0.2.7" },
      "bob@ａｃｍｅ.example": { protocol: "sip", address: "bob@acme.example" },
    };
    for (const [typed, to] of Object.entries(read)) expect(destinationOf("video", typed), typed).toEqual(to);
  });

  it("reads numbers as people write them", () => {
    const read = {
      "+47 (21) 00-01.23": "+4721000123",
      "tel:+4721000123": "+4721000123",
      "０３−１２３４−５６７８": "0312345678",
      "03/12345678": "0312345678",
    };
    for (const [typed, address] of Object.entries(read))
      expect(destinationOf("phone", typed), typed).toEqual({ protocol: "sip", address });
  });

  it("says what is wrong with anything else", () => {
    const wrong: [Parameters<typeof destinationOf>[0], string, string][] = [
      ["video", "", "address_required"],
      ["phone", " ", "number_required"],
      ["video", "+4721000123", "number_as_address"],
      ["video", "rtmps://live.example/app/key", "stream"],
      ["video", "RTMP://live.example/app", "stream"],
      ["video", "bob", "address"],
      ["video", "bob@", "address"],
      ["video", "bob@acme.example;transport=udp", "address"],
      ["video", "bob@acme.example?Replaces=x", "address"],
      ["video", "bob@acme.example\r\nX: y", "address"],
      ["video", "bob@ acme.example", "address"],
      ["phone", "112", "number"],
      ["phone", "+4721000123456789", "number"],
      ["phone", "bob@acme.example", "number"],
      ["bridge", "+47 21 00 01 23,,1234#", "number"],
    ];
    for (const [kind, typed, error] of wrong)
      expect(destinationOf(kind, typed), `${kind} ${typed}`).toEqual({ error });
  });
});

it("takes for a telephone what the roster would show as one", () => {
  expect(mayBeTelephone("phone", "")).toBe(true);
  expect(mayBeTelephone("bridge", "")).toBe(true);
  for (const typed of ["+4721000123@gateway.example", "sip:21000123@gw.example"])
    expect(mayBeTelephone("video", typed), typed).toBe(true);
  expect(mayBeTelephone("video", "bob21000123@acme.example")).toBe(false);
});

describe("the form", () => {
  const form = (over: object) =>
    dialInput.safeParse({
      alias: "host.acme",
      kind: "phone",
      destination: "+4721000123",
      role: "guest",
      name: "",
      ...over,
    });
  const complaints = (over: object) =>
    Object.fromEntries(form(over).error?.issues.map(({ path, message }) => [path.join("."), message]) ?? []);

  it("demands that an unencrypted call is confirmed", () => {
    expect(complaints({})).toEqual({ confirmed: "confirm" });
    expect(complaints({ kind: "bridge", destination: "112" })).toEqual({
      destination: "number",
      confirmed: "confirm",
    });
    expect(complaints({ kind: "video", destination: "4721000123@gw.example" })).toEqual({
      confirmed: "confirm",
    });
    expect(form({ confirmed: "on" }).success).toBe(true);
    expect(form({ kind: "video", destination: "bob@acme.example" }).success).toBe(true);
  });

  it("takes an access code in keys of a telephone, and nothing else", () => {
    const bridge = { kind: "bridge", confirmed: "on" };
    expect(form({ ...bridge, code: " ,,１２３ 456# " }).data?.code).toBe(",,123456#");
    for (const code of ["abc", "1".repeat(41)])
      expect(complaints({ ...bridge, code })).toEqual({ code: "code" });
  });
});
