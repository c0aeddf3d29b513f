import { expect, it } from "vitest";
import { type Dial, followed } from "./dials";
import { buildConference, buildLeg } from "./testing";

const dial: Dial = { legIds: ["a"], name: "Bob", isSeen: false, phase: "calling" };
const roster = (place: "connecting" | "lobby" | "meeting" | null, end?: "declined") => ({
  conference: buildConference(),
  legs: new Map(place ? [["a", buildLeg({ id: "a", place })] as const] : []),
  dialEnds: new Map(end ? [["a", end] as const] : []),
});

it("follows a call from ringing to the meeting or the lobby", () => {
  expect(followed(dial, roster(null))).toBe(dial);
  const ringing = followed(dial, roster("connecting"));
  expect(ringing).toMatchObject({ phase: "calling", isSeen: true });
  expect(followed(ringing, roster("connecting"))).toBe(ringing);
  expect(followed(ringing, roster("meeting")).phase).toBe("answered");
  expect(followed(dial, roster("lobby")).phase).toBe("answered");
});

it("says why a call came to nothing, also when it was over before the roster showed it", () => {
  expect(followed(dial, roster(null, "declined")).phase).toBe("declined");
  expect(followed({ ...dial, isSeen: true }, roster(null)).phase).toBe("ended");
  expect(followed(dial, { ...roster(null), conference: null }).phase).toBe("ended");
});

it("does not report a later end as that of the call", () => {
  const answered = followed(dial, roster("meeting"));
  expect(followed(answered, roster(null, "declined"))).toBe(answered);
});
