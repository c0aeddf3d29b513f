import { describe, expect, it } from "vitest";
import { marksOf, safetyOf } from "./safety";
import { buildPerson } from "./testing";

describe("safetyOf", () => {
  const safe = buildPerson({ key: "safe" });
  const phone = buildPerson({
    key: "phone",
    kind: "telephone",
    onNet: false,
    encrypted: false,
    identified: false,
  });
  const system = buildPerson({ key: "system", kind: "sip_h323", onNet: false, identified: false });
  const colleague = buildPerson({ key: "colleague", kind: "browser", onNet: false });

  it("names whom each concern is about", () => {
    expect(safetyOf([safe, phone, system, colleague])).toEqual({
      unencrypted: ["phone"],
      offNet: ["phone", "system", "colleague"],
      telephone: ["phone"],
      unidentified: ["phone", "system"],
    });
  });

  it("takes a telephone for unencrypted before it has sound", () => {
    expect(safetyOf([{ ...phone, hasMedia: false }]).unencrypted).toEqual(["phone"]);
  });

  it("leaves out who is not in the meeting, and streams", () => {
    const people = [
      { ...phone, place: "lobby" as const },
      { ...system, place: "connecting" as const },
      buildPerson({ kind: "stream", encrypted: false, onNet: false, identified: false }),
    ];
    expect(Object.values(safetyOf(people)).flat()).toEqual([]);
  });
});

describe("marksOf", () => {
  const known = { owner: "Olga@acme.vc.example", viewer: "vera@acme.vc.example", viewerName: "Vera Viewer" };

  it("points out the owner, oneself and hosts", () => {
    expect(marksOf(buildPerson({ address: "olga@acme.vc.example", role: "host" }), known)).toEqual([
      "owner",
      "host",
    ]);
    expect(marksOf(buildPerson({ address: "vera@acme.vc.example" }), known)).toEqual(["you"]);
    expect(marksOf(buildPerson(), known)).toEqual([]);
  });

  it("believes an address only when it is proven, and a name never", () => {
    const pretender = { onNet: false, address: "olga@acme.vc.example", name: "Vera Viewer" };
    expect(marksOf(buildPerson(pretender), known)).toEqual(["perhapsYou"]);
  });

  it("takes nobody for a person without a video address", () => {
    expect(marksOf(buildPerson({ address: "" }), { owner: "", viewer: "", viewerName: "" })).toEqual([]);
  });
});
