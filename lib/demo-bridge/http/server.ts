import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Logger } from "../logger";
import { type Exchange, HttpAnswer, openExchange, sendEmpty, sendJson } from "./exchange";

/** Handles what it knows; false lets the next handler try. */
export type Handler = (exchange: Exchange) => Promise<boolean>;

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/** Serves the handlers in order on one port. Open event streams are cut on close. */
export async function listen(
  handlers: readonly Handler[],
  { host, port, logger }: { host: string; port: number; logger: Logger },
): Promise<Listening> {
  const server = createServer((req, res) => {
    const exchange = openExchange(req, res);
    answer(exchange, handlers).catch((error: unknown) => {
      if (error instanceof HttpAnswer) return sendJson(res, error.status, error.body, error.headers);
      logger.error({ path: exchange.path, err: error }, "request failed");
      sendJson(res, 500, { status: "failed", result: "Internal error" });
    });
  });
  const sockets = track(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function answer(exchange: Exchange, handlers: readonly Handler[]): Promise<void> {
  for (const handler of handlers) if (await handler(exchange)) return;
  sendEmpty(exchange.res, 404);
}

function track(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  return sockets;
}
