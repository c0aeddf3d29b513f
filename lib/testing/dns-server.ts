import dgram from "node:dgram";
import type { AddressInfo } from "node:net";

const TXT = 16;
const NO_SUCH_NAME = 3;
const SERVER_FAILURE = 2;

/** A DNS server on loopback that knows TXT records alone (RFC 1035). */
export type DnsServer = {
  /** For the setting DNS_SERVERS. */
  address: string;
  /** Names, in lower case, with their records; each record in its pieces. "failure" answers that the server failed. */
  records: Map<string, string[][] | "failure">;
  /** What was asked, in order. */
  asked: string[];
  stop(): Promise<void>;
};

export async function startDnsServer(port = 0): Promise<DnsServer> {
  const socket = dgram.createSocket("udp4");
  const records: DnsServer["records"] = new Map();
  const asked: string[] = [];
  socket.on("message", (query, from) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString("latin1", at + 1, at + 1 + length));
      at += 1 + length;
    }
    const name = labels.join(".").toLowerCase();
    const question = query.subarray(12, at + 5);
    asked.push(name);
    const found = query.readUInt16BE(at + 1) === TXT ? records.get(name) : undefined;
    const answers = Array.isArray(found) ? found.map(answerOf) : [];
    const code = found === "failure" ? SERVER_FAILURE : found ? 0 : NO_SUCH_NAME;
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180 | code, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(answers.length, 6);
    socket.send(Buffer.concat([head, question, ...answers]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(port, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    records,
    asked,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answerOf(pieces: string[]): Buffer {
  const data = Buffer.concat(
    pieces.map((piece) => Buffer.concat([Buffer.of(Buffer.byteLength(piece)), Buffer.from(piece)])),
  );
  // The name by a pointer to the question, type TXT, class IN, a minute to live.
  const head = Buffer.from([0xc0, 12, 0, TXT, 0, 1, 0, 0, 0, 60, 0, 0]);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
