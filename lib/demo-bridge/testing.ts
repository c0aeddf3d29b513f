import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import { type DemoBridge, type DemoBridgeOptions, startDemoBridge } from ".";
import type { Envelope } from "./event-sink/publisher";

export const management = { username: "management", password: "management-secret" };
const inbound = { username: "bridge", password: "inbound-secret" };
const inboundHeader = `Basic ${Buffer.from(`${inbound.username}:${inbound.password}`).toString("base64")}`;

const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  // The bridge first: it must not complain of servers that are gone.
  for (const close of closing.splice(0).reverse()) await close();
});

async function listening(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bodyOf(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

/** What a policy server answers: a status and a body. `hang_up` breaks the connection, `silence` never answers. */
export type PolicyReply =
  | { status?: number; headers?: Record<string, string>; body: unknown }
  | "hang_up"
  | "silence";

/** One question as it arrived. */
export interface Question {
  path: string;
  query: Record<string, string>;
  isAuthorized: boolean;
}

export const notOurs: PolicyReply = { status: 404, body: { status: "fail", action: "continue", result: {} } };
export const success = (result: unknown): PolicyReply => ({ body: { status: "success", result } });
export const reject: PolicyReply = { body: { status: "success", action: "reject" } };

/** A policy server that answers by path below `/policy/v1/`, and remembers what it was asked. */
export async function policyServer(answer: (question: Question) => PolicyReply) {
  const questions: Question[] = [];
  const url = await listening(
    createServer((req, res) => {
      const target = new URL(req.url ?? "/", "http://localhost");
      const question = {
        path: target.pathname.replace("/base/policy/v1/", ""),
        query: Object.fromEntries(target.searchParams),
        isAuthorized: req.headers.authorization === inboundHeader,
      };
      questions.push(question);
      const reply = answer(question);
      if (reply === "silence") return;
      if (reply === "hang_up") {
        req.socket.destroy();
        return;
      }
      res.writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers });
      res.end(JSON.stringify(reply.body));
    }),
  );
  return { policy: { url: `${url}/base/`, ...inbound }, questions };
}

/** Answers one kind of question, and leaves the rest to the bridge. */
export const answering =
  (path: string, reply: PolicyReply) =>
  (question: Question): PolicyReply =>
    question.path === path ? reply : notOurs;

/** Settings of a sink, but for its address. */
export const noSink = {
  ...inbound,
  bulk: false,
  bulkIntervalMs: 5,
  initialBackoffMs: 5,
  maximumBackoffMs: 40,
};

/** A sink that keeps what it is sent. `answer` decides the status of each message; 204 unless told. */
export async function sinkServer(answer: () => number = () => 204, port = 0) {
  /** Messages as they came, refused ones included. */
  const messages: { isAuthorized: boolean; accepted: boolean; body: Envelope }[] = [];
  const url = await listening(
    createServer(async (req, res) => {
      const body = (await bodyOf(req)) as Envelope;
      const status = answer();
      messages.push({
        isAuthorized: req.headers.authorization === inboundHeader,
        accepted: status < 300,
        body,
      });
      res.writeHead(status).end();
    }),
    port,
  );
  const accepted = (): Envelope[] =>
    messages
      .filter((message) => message.accepted)
      .flatMap(({ body }) => (body.event === "eventsink_bulk" ? (body.data as Envelope[]) : [body]));
  return { sink: { ...noSink, url: `${url}/events` }, messages, accepted };
}

/** A bridge without policy server and sink unless given; stopped after the test. */
export async function startForTest(options: Partial<DemoBridgeOptions> = {}): Promise<DemoBridge> {
  const { timers, ...rest } = options;
  const bridge = await startDemoBridge({
    policy: null,
    eventSink: null,
    management,
    seed: 1,
    ...rest,
    timers: { mediaWindowMs: 0, dialAnswerMs: 5, ...timers },
  });
  closing.push(() => bridge.stop());
  return bridge;
}

/** A port on which nobody listens now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The rooms of the PIN table, one for each row. */
export const roomsOfTheTable = [
  { name: "open", aliases: ["open"] },
  { name: "hosted", aliases: ["hosted"], pin: "1111", allowGuests: true },
  { name: "closed", aliases: ["closed"], pin: "1111", guestPin: "2222", allowGuests: true },
  { name: "single", aliases: ["single"], pin: "1111" },
];

/** The management API with its credentials. */
export function admin(bridge: DemoBridge) {
  const authorization = `Basic ${Buffer.from(`${management.username}:${management.password}`).toString("base64")}`;
  const ask = async (method: string, path: string, body?: object) => {
    const init = body ? { body: JSON.stringify(body) } : {};
    const response = await fetch(`${bridge.url}${path}`, { method, headers: { authorization }, ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
  };
  return {
    get: (path: string) => ask("GET", `/api/admin/${path}`),
    post: (path: string, body: object) => ask("POST", `/api/admin/${path}`, body),
    patch: (path: string, body: object) => ask("PATCH", `/api/admin/${path}`, body),
    delete: (path: string) => ask("DELETE", `/api/admin/${path}`),
    command: (path: string, body: object) => ask("POST", `/api/admin/command/v1/${path}/`, body),
    demo: (method: string, path: string, body?: object) => ask(method, `/demo/v1/${path}`, body),
  };
}

/** One event of a client's event stream. */
export interface StreamEvent {
  event: string;
  data: unknown;
}

/** A client of the client API, without any SDK. */
export function client(bridge: DemoBridge, alias: string) {
  const base = `${bridge.url}/api/client/v2/conferences/${alias}`;
  let token = "";
  const post = async (path: string, body: object = {}, headers: Record<string, string> = {}) => {
    const response = await fetch(`${base}/${path}`, {
      method: "POST",
      headers: { token, "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    base,
    post,
    token: () => token,
    use: (other: string) => {
      token = other;
    },
    async join(displayName: string, pin?: string, more: object = {}) {
      const answer = await post(
        "request_token",
        { display_name: displayName, ...more },
        pin === undefined ? {} : { pin },
      );
      if (answer.status === 200) token = answer.body.result.token;
      return answer;
    },
    get: async (path: string) => {
      const response = await fetch(`${base}/${path}`, { headers: { token } });
      const text = await response.text();
      return { status: response.status, body: text ? JSON.parse(text) : null };
    },
    /** Opens the event stream; events gather in `events` until the stream ends. */
    async listen() {
      const stop = new AbortController();
      closing.push(() => stop.abort());
      const response = await fetch(`${base}/events?token=${token}`, { signal: stop.signal });
      const events: StreamEvent[] = [];
      const ended = readEvents(response, events).catch(() => {});
      return { response, events, ended, close: () => stop.abort() };
    },
  };
}

async function readEvents(response: Response, into: StreamEvent[]): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const frames = text.split("\n\n");
    text = frames.pop() ?? "";
    for (const frame of frames) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(frame) ?? [];
      if (event !== undefined && data !== undefined) into.push({ event, data: JSON.parse(data) });
    }
  }
}
