import "server-only";
import { readLimitedBody } from "./limited-body";

type Read =
  | { ok: true; value: unknown }
  | { ok: false; status: 400 | 413; code: "invalid_input" | "too_large" };

/** Reads a JSON body of at most so many bytes. */
export async function readLimitedJson(request: Request, bytesMax: number): Promise<Read> {
  const text = await readLimitedBody(request, bytesMax);
  if (text === null) return { ok: false, status: 413, code: "too_large" };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, status: 400, code: "invalid_input" };
  }
}
