import { describe, expect, it } from "vitest";
import { people } from "./people";
import type { Leg } from "./types";

const leg = (over: Partial<Leg>): Leg => ({
  id: "a",
  conversationId: "talk",
  name: "Ada",
  address: "ada@acme.vc.example",
  kind: "device",
  onNet: true,
  encrypted: true,
  identified: true,
  role: "guest",
  place: "meeting",
  muted: false,
  presenting: false,
  hasMedia: true,
  direction: "in",
  joinedAt: "2026-11-23T09:00:00.000Z",
  ...over,
});

describe("people", () => {
  it("shows the legs of one conversation as one person, who can be acted on as a whole", () => {
    const [ada, ...others] = people([leg({ id: "a" }), leg({ id: "b", presenting: true })]);
    expect(others).toEqual([]);
    expect(ada).toMatchObject({ key: "talk", legIds: ["a", "b"], presenting: true });
  });

  it("keeps legs without a conversation apart", () => {
    const lines = people([leg({ id: "a", conversationId: "" }), leg({ id: "b", conversationId: "" })]);
    expect(lines.map((line) => line.key)).toEqual(["a", "b"]);
  });

  it("takes name, kind and address from the leg that carries the media, whatever their order", () => {
    const control = leg({ id: "a", kind: "browser", name: "browser", hasMedia: false });
    const media = leg({ id: "b", kind: "telephone", name: "+46 8 123", hasMedia: true });
    for (const legs of [
      [control, media],
      [media, control],
    ]) {
      expect(people(legs)[0]).toMatchObject({ kind: "telephone", name: "+46 8 123", hasMedia: true });
    }
  });

  it("counts a person as present if one leg is, and as waiting only if none is", () => {
    expect(people([leg({ id: "a", place: "lobby" }), leg({ id: "b" })])[0]?.place).toBe("meeting");
    expect(people([leg({ id: "a", place: "lobby" }), leg({ id: "b", place: "pin" })])[0]?.place).toBe(
      "lobby",
    );
  });

  it("counts a person as encrypted, on-net and identified only if every leg is", () => {
    const [ada] = people([
      leg({ id: "a" }),
      leg({ id: "b", encrypted: false, onNet: false, identified: false }),
    ]);
    expect(ada).toMatchObject({ encrypted: false, onNet: false, identified: false });
  });

  it("takes the earliest time of joining, and none while nothing is connected", () => {
    const legs = [leg({ id: "a", joinedAt: null }), leg({ id: "b" })];
    expect(people(legs)[0]?.joinedAt).toBe("2026-11-23T09:00:00.000Z");
    expect(people([leg({ joinedAt: null })])[0]?.joinedAt).toBeNull();
  });
});
