import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PIN_LENGTH, roomListInput, setPinsInput } from "./input";

const parse = (hostPin: unknown, guestPin: unknown) =>
  setPinsInput.safeParse({ alias: "host.acme", hostPin, guestPin });
const complaints = (hostPin: unknown, guestPin: unknown) =>
  parse(hostPin, guestPin).error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];

describe("PINs", () => {
  it("are the three rows of the PIN table", () => {
    expect(parse("", "").data).toMatchObject({ hostPin: null, guestPin: null });
    expect(parse("482913", "").data).toMatchObject({ hostPin: "482913", guestPin: null });
    expect(parse(" 482913 ", "550217").data).toMatchObject({ hostPin: "482913", guestPin: "550217" });
  });

  it("are refused at the field where the rule is broken", () => {
    expect(complaints("", "5502")).toEqual(["hostPin: guest_needs_host"]);
    expect(complaints("4829", "4829")).toEqual(["guestPin: pins_equal"]);
    expect(complaints("4829", "55021")).toEqual(["guestPin: pins_length_differs"]);
    expect(complaints("123", "")).toEqual(["hostPin: length"]);
    expect(complaints("12a4", "")).toEqual(["hostPin: digits_only"]);
    expect(complaints("12#45", "")).toEqual(["hostPin: digits_only"]);
  });

  it("are digits of a length that the bridge takes, different, of one length, and never a guest PIN alone", () => {
    const text = fc.oneof(fc.string({ maxLength: 25 }), fc.stringMatching(/^\d{0,22}$/), fc.constant(""));
    fc.assert(
      fc.property(text, text, (host, guest) => {
        const { data } = parse(host, guest);
        if (!data) return;
        for (const pin of [data.hostPin, data.guestPin]) {
          if (pin === null) continue;
          expect(pin).toMatch(/^[0-9]+$/);
          expect(pin.length).toBeGreaterThanOrEqual(PIN_LENGTH.min);
          expect(pin.length).toBeLessThanOrEqual(PIN_LENGTH.max);
        }
        if (data.guestPin === null) return;
        expect(data.hostPin).not.toBeNull();
        expect(data.hostPin).not.toBe(data.guestPin);
        expect(data.hostPin?.length).toBe(data.guestPin.length);
      }),
    );
  });

  it("take nothing but text", () => {
    for (const odd of [null, undefined, 4829, ["4829"], { startsWith: "" }, true]) {
      expect(parse(odd, "").success).toBe(false);
      expect(parse("4829", odd).success).toBe(false);
    }
  });
});

describe("the filters of the room list", () => {
  it("never fail: nonsense in an address is no filter", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (q, after) => {
        const parsed = roomListInput.parse({ q, after });
        expect(typeof parsed.q).toBe("string");
      }),
    );
  });
});
