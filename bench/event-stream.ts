import http from "node:http";

/** A message of an event stream, as it came, and when: milliseconds of `performance.now()`. */
export type Frame = { text: string; atMs: number };

/**
 * A browser's event stream: a connection of its own, read as fast as it comes. Frames are only noted while it runs and
 * looked at afterwards, so that the reader costs the machine as little as it can.
 */
export class EventStream {
  frames: Frame[] = [];
  private unfinished = "";

  private constructor(
    private readonly request: http.ClientRequest,
    response: http.IncomingMessage,
  ) {
    response.setEncoding("utf8");
    response.on("data", (text: string) => this.read(text, performance.now()));
    response.on("error", () => {}); // a stream that ends early shows by the frames it misses
  }

  /** @throws {Error} unless the server opens the stream */
  static open(port: number, path: string, cookie: string): Promise<EventStream> {
    return new Promise((resolve, reject) => {
      const request = http.get({ host: "127.0.0.1", port, path, agent: false, headers: { cookie } });
      request.on("error", reject);
      request.on("response", (response) => {
        if (response.statusCode === 200) resolve(new EventStream(request, response));
        else reject(new Error(`${path} was answered with ${response.statusCode}`));
      });
    });
  }

  private read(text: string, atMs: number): void {
    const parts = (this.unfinished + text).split("\n\n");
    this.unfinished = parts.pop() ?? "";
    for (const part of parts) this.frames.push({ text: part, atMs });
  }

  close(): void {
    this.request.destroy();
  }
}
