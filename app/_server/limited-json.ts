import "server-only";

type Read =
  | { ok: true; value: unknown }
  | { ok: false; status: 400 | 413; code: "invalid_input" | "too_large" };

/** Reads a JSON body of at most so many bytes; what is longer is refused before it is read whole. */
export async function readLimitedJson(request: Request, bytesMax: number): Promise<Read> {
  const tooLarge: Read = { ok: false, status: 413, code: "too_large" };
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) return tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > bytesMax) return tooLarge;
    chunks.push(chunk);
  }
  try {
    return { ok: true, value: JSON.parse(Buffer.concat(chunks).toString("utf8")) };
  } catch {
    return { ok: false, status: 400, code: "invalid_input" };
  }
}
