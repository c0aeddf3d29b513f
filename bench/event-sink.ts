import http from "node:http";

/** The `Authorization` header of HTTP basic credentials (RFC 7617). */
export const basic = (username = "", password = "") =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

/** Sends messages of the bridge to a server, over connections that are kept. */
export class EventSink {
  private readonly agent = new http.Agent({ keepAlive: true });
  private readonly authorization: string;

  constructor(
    private readonly port: number,
    env: Record<string, string>,
  ) {
    this.authorization = basic(env.BRIDGE_EVENTS_USERNAME, env.BRIDGE_EVENTS_PASSWORD);
  }

  /** @param body a message as JSON @throws {Error} unless the answer is 204 */
  post(body: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = http.request({
        agent: this.agent,
        host: "127.0.0.1",
        port: this.port,
        method: "POST",
        path: "/api/bridge/events",
        headers: {
          authorization: this.authorization,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
        },
      });
      request.on("error", reject);
      request.on("response", (response) => {
        response.resume();
        response.on("end", () => {
          if (response.statusCode === 204) resolve();
          else reject(new Error(`Events were answered with ${response.statusCode}`));
        });
      });
      request.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
