import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roomLayouts } from "./layouts";
import { ROOM_LIMITS, saveRoomInput } from "./settings-input";

const good = {
  alias: "host.acme",
  revision: "1",
  name: "Room",
  description: "",
  layout: "",
  participantLimit: "",
};
const parse = (over: Record<string, unknown>) => saveRoomInput.safeParse({ ...good, ...over });
const complaints = (over: Record<string, unknown>) =>
  parse(over).error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];

describe("a room's settings", () => {
  it("are taken as a form sends them: what is not ticked is off", () => {
    expect(parse({ name: "  Board  ", guestsCanPresent: "on", participantLimit: "２５" }).data).toEqual({
      alias: "host.acme",
      revision: 1,
      name: "Board",
      description: "",
      guestsCanPresent: true,
      mutesGuests: false,
      startsLocked: false,
      layout: null,
      participantLimit: 25,
    });
  });

  it("are refused at the field, with the word for it", () => {
    expect(complaints({ name: "   " })).toEqual(["name: required"]);
    expect(complaints({ name: "a\u0000b" })).toEqual(["name: required"]);
    expect(complaints({ name: "x".repeat(ROOM_LIMITS.name + 1) })).toEqual(["name: too_long"]);
    expect(complaints({ description: "x".repeat(ROOM_LIMITS.description + 1) })).toEqual([
      "description: too_long",
    ]);
    expect(complaints({ description: "a\u0007" })).toEqual(["description: characters"]);
    for (const many of ["two", "2.5", "-3", "1e3", "2 5"])
      expect(complaints({ participantLimit: many }), many).toEqual(["participantLimit: whole_number"]);
    for (const many of ["0", "1", "1001", "999999999"])
      expect(complaints({ participantLimit: many }), many).toEqual(["participantLimit: participants"]);
    for (const revision of ["", "x", "1.5", "-1", "99999999999"])
      expect(parse({ revision }).success, revision).toBe(revision === "");
  });

  it("keep lines as one kind of line end", () => {
    expect(parse({ description: "a\r\nb\rc\n" }).data?.description).toBe("a\nb\nc");
  });

  it("have a layout that the bridge knows, or its own", () => {
    for (const layout of roomLayouts) expect(parse({ layout }).data?.layout).toBe(layout);
    expect(parse({ layout: "__proto__" }).data?.layout).toBeNull();
  });

  it("never hold what the database or the bridge would stumble over", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (name, description, participantLimit) => {
        const { data } = parse({ name, description, participantLimit });
        if (!data) return;
        expect(`${data.name}${data.description}`).not.toContain("\u0000");
        expect(data.name.length).toBeGreaterThan(0);
        if (data.participantLimit !== null) {
          expect(data.participantLimit).toBeGreaterThanOrEqual(ROOM_LIMITS.participantsMin);
          expect(data.participantLimit).toBeLessThanOrEqual(ROOM_LIMITS.participantsMax);
        }
      }),
    );
  });
});
