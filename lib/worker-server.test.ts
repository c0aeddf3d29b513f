import net from "node:net";
import { afterEach, expect, it } from "vitest";
import { env } from "./env";
import { mailsHandled } from "./metrics";
import { serveWorkerFigures } from "./worker-server";

const before = { ...env() };
afterEach(() => Object.assign(env(), before));

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });

it("shows the worker's figures to who has the credentials, and is not there unless asked for", async () => {
  expect(await serveWorkerFigures()).toBeNull();
  const port = await freePort();
  Object.assign(env(), {
    WORKER_METRICS_PORT: port,
    METRICS_USERNAME: "metrics",
    METRICS_PASSWORD: "metrics password of the tests",
  });
  mailsHandled.inc({ outcome: "sent" });
  const server = await serveWorkerFigures();
  const ask = (authorization: string) =>
    fetch(`http://127.0.0.1:${port}/`, { headers: { authorization, connection: "close" } });
  const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
  try {
    expect((await ask(basic("metrics:wrong"))).status).toBe(401);
    const answer = await ask(basic("metrics:metrics password of the tests"));
    expect(await answer.text()).toContain('mypages_mails_total{outcome="sent"} 1');
  } finally {
    server?.close();
  }
});
