import { describe, expect, it } from "vitest";
import type { Actor } from "./actor";
import { authorize, can } from "./index";
import { type RoomAction, type RoomFacts, roomPolicy } from "./rooms";

const room: RoomFacts = {
  ownerId: "owner",
  coHostIds: ["coHost", "pinSetter", "moved"],
  pinSetterIds: ["pinSetter", "moved"],
  organizationId: "acme",
  partnerId: "nordic",
};

const everyone = {
  owner: { kind: "user", userId: "owner", organizationId: "acme" },
  coHost: { kind: "user", userId: "coHost", organizationId: "acme" },
  pinSetter: { kind: "user", userId: "pinSetter", organizationId: "acme" },
  colleague: { kind: "user", userId: "colleague", organizationId: "acme" },
  admin: { kind: "org_admin", userId: "admin", organizationId: "acme" },
  moved: { kind: "user", userId: "moved", organizationId: "globex" },
  foreignAdmin: { kind: "org_admin", userId: "foreign", organizationId: "globex" },
  agent: { kind: "partner", userId: "agent", partnerId: "nordic", canManage: false },
  partnerAdmin: { kind: "partner", userId: "partner", partnerId: "nordic", canManage: true },
  otherPartner: { kind: "partner", userId: "other", partnerId: "pacific", canManage: true },
  operator: { kind: "operator", userId: "operator" },
  job: { kind: "system", job: "bridge.reconcile" },
} satisfies Record<string, Actor>;

/** The whole policy as a table. An action without a row does not compile. */
const allowed: Record<RoomAction, (keyof typeof everyone)[]> = {
  "room.read": ["owner", "coHost", "pinSetter", "admin", "agent", "partnerAdmin"],
  "room.readPins": ["owner", "coHost", "pinSetter"],
  "room.setPins": ["owner", "pinSetter"],
  "room.setCoHosts": ["owner", "admin"],
  "room.invite": ["owner", "coHost", "pinSetter"],
  "room.configure": ["owner", "admin"],
  "room.close": ["owner", "admin"],
  "room.watchLive": ["owner", "coHost", "pinSetter", "admin"],
  "room.controlLive": ["owner", "coHost", "pinSetter", "admin"],
};

describe("room policy", () => {
  for (const action of Object.keys(roomPolicy) as RoomAction[]) {
    it(`${action}: exactly ${allowed[action].join(", ")}`, () => {
      const may = Object.entries(everyone).filter(([, actor]) => can(actor, action, room));
      expect(may.map(([name]) => name)).toEqual(allowed[action]);
    });
  }

  it("says 'forbidden' only to those who may know the room, to others that it is not there", () => {
    expect(() => authorize(everyone.agent, "room.setPins", room)).toThrow(
      expect.objectContaining({ code: "forbidden" }),
    );
    expect(() => authorize(everyone.foreignAdmin, "room.setPins", room)).toThrow(
      expect.objectContaining({ code: "not_found" }),
    );
  });
});
