/**
 * A dialled or calling address in the form we store: without scheme, parameters, port and case. The bridge hands them
 * over as the caller's device wrote them (reference: Pexip external policy, `local_alias`).
 */
export function normalizeAlias(raw: string): string {
  const bare = raw
    .trim()
    .toLowerCase()
    .replace(/^(sips?|h323|tel|xmpp):/, "");
  const [address = ""] = bare.split(/[;?]/);
  return address.replace(/(@[^:]*):\d+$/, "$1");
}

/** A stream's address ends with its key, which is nobody's to see or to store: only the host stays. */
export const withoutStreamKey = (address: string): string =>
  address.replace(/^(rtmps?:\/\/[^/?#]*).*$/is, "$1");

/** The bridge's tag for a room, which every event and participant of its conferences carries. */
export const serviceTagOf = (roomId: string) => `room:${roomId}`;

/** The room that a service tag names, or null when the conference is none of ours. */
export function roomIdOf(serviceTag: string | undefined): string | null {
  const match = /^room:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/.exec(
    serviceTag ?? "",
  );
  return match?.[1] ?? null;
}
