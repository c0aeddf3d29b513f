/** How people join, as the PIN table of the product has it. A guest PIN alone is no choice: nobody could start. */
export const pinChoices = ["open", "host", "both"] as const;
export type PinChoice = (typeof pinChoices)[number];

export type Pins = { host: string; guest: string };

/** Digits a generated PIN has, unless the other PIN is longer or shorter. */
const GENERATED_LENGTH = 6;

/** Which of the choices a room's PINs make. */
export const choiceOf = (pins: Pins): PinChoice => (!pins.host ? "open" : pins.guest ? "both" : "host");

/** The PINs that a choice asks for; the rest of what was typed does not count. */
export const pinsFor = (choice: PinChoice, typed: Pins): Pins => ({
  host: choice === "open" ? "" : typed.host,
  guest: choice === "both" ? typed.guest : "",
});

/** A field that the choice asks for and that is empty, by its form name. */
export function missingPin(choice: PinChoice, typed: Pins): "hostPin" | "guestPin" | null {
  if (choice !== "open" && !typed.host.trim()) return "hostPin";
  return choice === "both" && !typed.guest.trim() ? "guestPin" : null;
}

/**
 * A PIN from the browser's secure random numbers that goes with the other one: as long, and different.
 * Every PIN is equally likely, the ones that look too simple included: leaving them out would make guessing easier.
 */
export function generatePin(other: string, limits: { min: number; max: number }): string {
  const fits = /^\d+$/.test(other) && other.length >= limits.min && other.length <= limits.max;
  const length = fits ? other.length : GENERATED_LENGTH;
  for (;;) {
    const pin = Array.from({ length }, randomDigit).join("");
    if (pin !== other) return pin;
  }
}

function randomDigit(): number {
  for (;;) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    // 250 is a multiple of ten: above it, some digits would come up more often than others.
    if (byte < 250) return byte % 10;
  }
}
