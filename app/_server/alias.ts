import "server-only";

/** A room's alias from an address. Pages get it as it was sent; what cannot be decoded is the name of no room. */
export function aliasFrom(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
