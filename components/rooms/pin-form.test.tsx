// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ComponentProps } from "react";
import { IntlProvider } from "use-intl";
import { afterEach, describe, expect, it, vi } from "vitest";
import en from "@/lib/i18n/messages/en.json";
import { PinForm, type PinFormState } from "./pin-form";

const texts = en.rooms.pins;

afterEach(cleanup);

/** The form of a room; `answers` is what the server says to each save, in turn. */
function open(over: Partial<ComponentProps<typeof PinForm>> = {}, ...answers: PinFormState[]) {
  const saved: Record<string, FormDataEntryValue>[] = [];
  const save = vi.fn(async (_previous: PinFormState, form: FormData): Promise<PinFormState> => {
    saved.push(Object.fromEntries(form));
    return answers.shift() ?? { ok: true };
  });
  render(
    <IntlProvider locale="en" timeZone="UTC" messages={en}>
      <PinForm
        alias="anna"
        pins={{ host: "482913", guest: null }}
        limits={{ min: 4, max: 20 }}
        isRunning={false}
        save={save}
        {...over}
      />
    </IntlProvider>,
  );
  return { user: userEvent.setup(), saved };
}

const choice = (name: string) => screen.getByRole<HTMLInputElement>("radio", { name });
const hostPin = () => screen.getByLabelText<HTMLInputElement>("Host PIN");
const guestPin = () => screen.getByLabelText<HTMLInputElement>("Guest PIN");
const button = (name: string) => screen.getByRole("button", { name });
const { open: directly, host: waiting, both } = texts.choices;

describe("PinForm", () => {
  it("shows the choice that the room's PINs make, the PIN itself as dots", async () => {
    const { user } = open();
    expect(choice(waiting.title).checked).toBe(true);
    expect(hostPin().value).toBe("482913");
    expect(hostPin().className).toContain("dotted-text");
    await user.click(button("Show Host PIN"));
    expect(hostPin().className).not.toContain("dotted-text");
  });

  it("sends PINs that the choice does not ask for as empty", async () => {
    const { user, saved } = open({ pins: { host: "482913", guest: "111222" } });
    await user.click(choice(directly.title));
    await user.click(button(texts.save));
    expect(await screen.findByText(texts.saved)).toBeTruthy();
    expect(saved).toMatchObject([{ alias: "anna", hostPin: "", guestPin: "" }]);
  });

  it("asks for a PIN that the choice needs before it sends anything", async () => {
    const { user, saved } = open();
    await user.click(choice(both.title));
    await user.click(button(texts.save));
    expect(screen.getByText(texts.errors.required)).toBeTruthy();
    expect(guestPin().getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(guestPin());
    expect(saved).toEqual([]);
  });

  it("keeps what was typed when the server refuses it, and says why at the field", async () => {
    const refusal = { fields: { guestPin: "pins_equal" }, values: { hostPin: "1234", guestPin: "1234" } };
    const { user } = open({}, refusal);
    await user.click(choice(both.title));
    await user.clear(hostPin());
    await user.type(hostPin(), "1234");
    await user.type(guestPin(), "1234");
    await user.click(button(texts.save));
    expect(await screen.findByText(texts.errors.pins_equal)).toBeTruthy();
    expect(screen.getByRole("alert").textContent).toContain(texts.notSaved);
    expect([hostPin().value, guestPin().value]).toEqual(["1234", "1234"]);
    expect(choice(both.title).checked).toBe(true);
    // The complaint was about what stood there before.
    await user.type(guestPin(), "5");
    expect(screen.queryByText(texts.errors.pins_equal)).toBeNull();
  });

  it("says when the PINs count, by whether a meeting is running", async () => {
    const { user } = open({ isRunning: true });
    await user.click(button(texts.save));
    const saved = await screen.findByText(texts.saved);
    expect(saved.closest("[role=status]")?.textContent).toContain(texts.savedRunning);
  });

  it("says that nothing was saved when the server could not", async () => {
    const { user } = open({}, { error: "forbidden", values: { hostPin: "482913", guestPin: "" } });
    await user.click(button(texts.save));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain(texts.notSaved);
    expect(alert.textContent).toContain(en.errors.codes.forbidden);
  });

  it("takes full-width digits, and generates a guest PIN of the same length, for all to see", async () => {
    const { user } = open();
    await user.click(choice(both.title));
    await user.clear(hostPin());
    await user.type(hostPin(), "７３９１６４２８");
    await user.click(button("Generate Guest PIN"));
    expect(hostPin().value).toBe("73916428");
    expect(guestPin().value).toMatch(/^\d{8}$/);
    expect(guestPin().className).not.toContain("dotted-text");
  });
});
