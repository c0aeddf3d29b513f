/**
 * When something was said, as text that sorts: time, then the node's sequence number, then the node. Events come twice,
 * late and out of order; the newest stamp that spoke of a field wins, so the order of arrival does not matter.
 */
export type Stamp = string;

/** Older than every stamp: what nobody has spoken of yet. */
export const NEVER: Stamp = "";

/** @param time Unix seconds @param seq the node's sequence number; 0 for what was read from the status API */
export const stampOf = (time: number, seq: number, node: string): Stamp =>
  `${Math.max(0, time).toFixed(6).padStart(18, "0")}-${String(seq).padStart(12, "0")}-${node}`;

/** Fields with their stamps: one for all, and those of the fields that were last spoken of earlier. */
export type Stamped<F extends object> = { fields: F; stamp: Stamp; older: Partial<Record<keyof F, Stamp>> };

/**
 * Merges what one event says into what is known, field by field: the bridge may send whole objects or only what
 * changed. The outcome is the same for every order and repetition of the same events.
 * @returns `known` itself when the event says nothing new
 */
export function merge<F extends object, K extends Stamped<F>>(known: K, said: Partial<F>, stamp: Stamp): K {
  const fields = { ...known.fields };
  const older: Partial<Record<keyof F, Stamp>> = {};
  const newest = stamp > known.stamp ? stamp : known.stamp;
  let isNews = newest !== known.stamp;
  for (const field of Object.keys(fields) as (keyof F)[]) {
    const before = known.older[field] ?? known.stamp;
    const value = said[field];
    const speaks = value !== undefined && stamp > before;
    if (speaks) fields[field] = value as F[keyof F];
    isNews ||= speaks;
    const now = speaks ? stamp : before;
    if (now !== newest) older[field] = now;
  }
  return isNews ? { ...known, fields, stamp: newest, older } : known;
}

/** Defaults that anything said replaces. */
export const unspoken = <F extends object>(defaults: F): Stamped<F> => ({
  fields: defaults,
  stamp: NEVER,
  older: {},
});
