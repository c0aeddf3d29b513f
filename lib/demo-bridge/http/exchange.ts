import type { IncomingMessage, ServerResponse } from "node:http";

/** One request with its path taken apart. `segments` are decoded; a trailing slash gives no segment but `endsWithSlash`. */
export interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  method: string;
  path: string;
  segments: string[];
  endsWithSlash: boolean;
  query: URLSearchParams;
}

/** An answer other than success, thrown from anywhere inside a handler. The body is sent as it is. */
export class HttpAnswer extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Record<string, string> = {},
  ) {
    super(`HTTP ${status}`);
  }
}

/** Clients differ in what they encode; a broken escape is taken as it stands. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export function openExchange(req: IncomingMessage, res: ServerResponse): Exchange {
  const target = req.url ?? "/";
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const segments = path.split("/").filter((segment) => segment !== "");
  return {
    req,
    res,
    method: req.method ?? "GET",
    path,
    segments: segments.map(decoded),
    endsWithSlash: path.endsWith("/"),
    query: new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1)),
  };
}

/** Sends JSON with the content type the published client insists on. */
export function sendJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  if (res.headersSent || res.destroyed) return;
  const text = JSON.stringify(body);
  res.writeHead(status, {
    ...headers,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  res.end(text);
}

export function sendEmpty(res: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  if (res.headersSent || res.destroyed) return;
  res.writeHead(status, headers).end();
}

const longestBody = 1_048_576;

/**
 * Reads a JSON body; an empty one is `{}`.
 * @throws {HttpAnswer} 400 when it is no JSON, 413 when it is longer than 1 MiB.
 */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) throw new HttpAnswer(413, { status: "failed", result: "Body too long" });
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8").trim();
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpAnswer(400, { status: "failed", result: "Invalid JSON" });
  }
}
