import { db } from "../db";
import { AppError } from "../errors";
import { Minute } from "../time";
import type { Viewer } from "./session";

/** A proof of who somebody is counts for so long for sensitive acts, in milliseconds. */
const PROOF_MS = 10 * Minute.ms;

/** Whether the person proved who they are recently enough for a sensitive act. */
export const isProven = (viewer: Pick<Viewer, "provenAt">, now = Date.now()): boolean =>
  now - viewer.provenAt.getTime() < PROOF_MS;

/**
 * Guards a sensitive act: changing a factor, an address, single sign-on, a stream key; exporting people's data.
 * @throws {AppError} `proof_required` when the last proof is too old
 */
export function requireProof(viewer: Pick<Viewer, "provenAt">): void {
  if (!isProven(viewer)) throw new AppError("proof_required");
}

/** Notes that the person behind a session has just proven who they are. */
export async function noteProof(sessionId: string): Promise<void> {
  await db().session.updateMany({ where: { id: sessionId }, data: { provenAt: new Date() } });
}
