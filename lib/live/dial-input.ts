import { z } from "zod";
import { PRINTABLE, roomAlias } from "../rooms/input";

/** Kinds of parties that a meeting calls. `bridge`: an external audio bridge, reached by its telephone number. */
export const dialKinds = ["video", "phone", "bridge"] as const;
export type DialKind = (typeof dialKinds)[number];

/** Longest name shown for a called party, and longest access code, in characters. */
export const DIAL_LIMITS = { name: 80, code: 40 };

/** Signs that people put into numbers for the eye. */
const forTheEye = /[\s().\-\u2010-\u2015\u2212/]/g;

/** A number as telephone networks take it (ITU-T E.164: 15 digits at most), here or with the country's code. */
const NUMBER = /^\+?\d{5,15}$/;

/** A SIP or H.323 address: a name, and a host by name or IPv4 address. No headers or parameters: they could say anything. */
const ADDRESS =
  /^(?:(sips?|h323):)?([\p{L}\p{N}._+~-]{1,100}@[a-z0-9](?:[a-z0-9.-]{0,150}[a-z0-9])?(?::\d{1,5})?)$/iu;

/** Where a call goes, as the bridge is told. */
export type Destination = { protocol: "sip" | "h323"; address: string };

/**
 * Reads what was typed as an address or number of that kind.
 * @returns the destination, or which sentence of `live.dial.errors` says what is wrong
 */
export function destinationOf(kind: DialKind, typed: string): Destination | { error: string } {
  const text = typed.normalize("NFKC").trim();
  if (text === "") return { error: kind === "video" ? "address_required" : "number_required" };
  const number = text.replace(/^tel:/i, "").replace(forTheEye, "");
  if (kind !== "video")
    return NUMBER.test(number) ? { protocol: "sip", address: number } : { error: "number" };
  if (/^(rtmps?|https?):/i.test(text)) return { error: "stream" };
  if (NUMBER.test(number)) return { error: "number_as_address" };
  const [, scheme = "sip", address] = ADDRESS.exec(text) ?? [];
  if (!address) return { error: "address" };
  return { protocol: scheme.toLowerCase() === "h323" ? "h323" : "sip", address };
}

/**
 * Whether the roster will take this call for a telephone: a number, also one with a host behind it, which may be a
 * gateway. A false alarm costs a tick, the other mistake a secret.
 */
export const mayBeTelephone = (kind: DialKind, typed: string): boolean =>
  kind !== "video" || /^(?:[a-z0-9]+:)?\+?\d{5,20}@/i.test(typed.normalize("NFKC").trim());

/** The form. Messages are keys of `live.dial.errors`. */
export const dialInput = z
  .object({
    alias: roomAlias,
    kind: z.enum(dialKinds),
    destination: z.string().max(300, "address"),
    /** Digits that are keyed in once the call is answered; a comma waits two seconds. */
    code: z
      .string()
      .default("")
      .transform((text) => text.normalize("NFKC").replace(/\s/g, ""))
      .refine((text) => text.length <= DIAL_LIMITS.code && /^[0-9*#,]*$/.test(text), "code"),
    role: z.enum(["host", "guest"]),
    name: z
      .string()
      .trim()
      .max(DIAL_LIMITS.name, "name")
      .refine((text) => text === "" || PRINTABLE.test(text), "name"),
    confirmed: z
      .literal("on")
      .optional()
      .transform((value) => value === "on"),
  })
  .transform(({ destination, ...rest }, context) => {
    const to = destinationOf(rest.kind, destination);
    const complain = (path: string, message: string) =>
      context.issues.push({ code: "custom", path: [path], message, input: destination });
    if ("error" in to) complain("destination", to.error);
    if (mayBeTelephone(rest.kind, destination) && !rest.confirmed) complain("confirmed", "confirm");
    return { ...rest, to: to as Destination };
  });
export type DialInput = z.output<typeof dialInput>;
