import net from "node:net";

/** An HTTP answer as it came. `body` is read when asked for. */
export type Answer = { status: number; body(): string };

type Waiting = { resolve(answer: Answer): void; reject(error: Error): void };

const HEAD_END = "\r\n\r\n";
const CHUNKS_END = "0\r\n\r\n";

/**
 * A kept HTTP/1.1 connection that sends prepared requests, one at a time. It understands no more of the answers than a
 * load client must (length or chunks), because whatever it costs is taken from the servers on the same cores.
 */
export class Connection {
  private received: Buffer = Buffer.alloc(0);
  private waiting: Waiting | null = null;

  private socket: net.Socket | null = null;

  constructor(private readonly port: number) {}

  /** Connects when it must: servers close what is idle for some seconds. */
  async send(request: Buffer): Promise<Answer> {
    this.socket ??= await this.connect();
    const { socket } = this;
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      socket.write(request);
    });
  }

  close(): void {
    this.socket?.destroy();
  }

  private connect(): Promise<net.Socket> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ port: this.port, host: "127.0.0.1", noDelay: true });
      socket.once("connect", () => resolve(socket));
      socket.once("error", reject);
      socket.on("data", (data) => this.read(data));
      socket.on("close", () => this.lost());
    });
  }

  private read(data: Buffer): void {
    this.received = this.received.length === 0 ? data : Buffer.concat([this.received, data]);
    const answer = wholeAnswer(this.received);
    if (!answer) return;
    this.received = Buffer.alloc(0);
    const { waiting } = this;
    this.waiting = null;
    waiting?.resolve(answer);
  }

  private lost(): void {
    this.socket = null;
    this.received = Buffer.alloc(0);
    this.waiting?.reject(new Error("The connection was closed before the answer"));
    this.waiting = null;
  }
}

/** The answer, once it is there to its end. */
function wholeAnswer(received: Buffer): Answer | null {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = received.toString("latin1", 0, headEnd);
  const from = headEnd + HEAD_END.length;
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  const isWhole =
    length === undefined
      ? received.toString("latin1", received.length - CHUNKS_END.length) === CHUNKS_END
      : received.length >= from + Number(length);
  if (!isWhole) return null;
  const status = Number(head.slice(9, 12));
  return { status, body: () => bodyOf(received.subarray(from), length === undefined) };
}

function bodyOf(bytes: Buffer, isChunked: boolean): string {
  if (!isChunked) return bytes.toString("utf8");
  const parts: Buffer[] = [];
  for (let rest = bytes; ; ) {
    const lineEnd = rest.indexOf("\r\n");
    const size = Number.parseInt(rest.toString("latin1", 0, lineEnd), 16);
    if (!(size > 0)) return Buffer.concat(parts).toString("utf8");
    parts.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size));
    rest = rest.subarray(lineEnd + 2 + size + 2);
  }
}
