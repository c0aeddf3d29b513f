import { randomInt } from "node:crypto";
import { env } from "../env";

/** A conference number: random digits, so that nobody finds the next one by counting. No zero first: some dials drop it. */
export const newNumber = (digits = env().CONFERENCE_NUMBER_DIGITS): string =>
  Array.from({ length: digits }, (_, index) => String(randomInt(index === 0 ? 1 : 0, 10))).join("");

/** Letters that are not taken for each other when somebody reads them out: no i, l, o, 0, 1. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** The name of a one-time room in its addresses: 15 letters of 31, 74 bits, in groups that can be read out. */
export const newSecretName = (): string => {
  const letters = Array.from({ length: 15 }, () => LETTERS[randomInt(LETTERS.length)]);
  return [0, 5, 10].map((from) => letters.slice(from, from + 5).join("")).join("-");
};

/** A PIN of six digits. */
export const newPin = (): string => String(randomInt(1_000_000)).padStart(6, "0");
