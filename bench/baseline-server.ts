import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { env } from "node:process";
import { sameSecret } from "../lib/crypto";
import { basic } from "./event-sink";

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A plain HTTP server on loopback: what the least that can do the same work looks like. `/health` tells that it is up. */
export function startBaselineServer(answer: Answer): void {
  const server = http.createServer((request, response) => {
    if (request.url === "/health") return response.writeHead(200).end();
    answer(request, response).catch((error: Error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  server.listen(Number(env.PORT), "127.0.0.1");
}

/** Refuses a request without these credentials. @returns whether it has them */
export function admit(
  request: IncomingMessage,
  response: ServerResponse,
  username?: string,
  password?: string,
): boolean {
  const isKnown = sameSecret(request.headers.authorization ?? "", basic(username, password));
  if (!isKnown) response.writeHead(401).end();
  return isKnown;
}

/** Reads a body as JSON. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}
