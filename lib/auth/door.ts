import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "../env";
import { AppError } from "../errors";
import { log } from "../log";
import { readBody } from "../read-body";
import { cookieIn, setCookie } from "./cookie";
import { signInInput } from "./input";
import { deviceCookieName } from "./known-device";
import { pendingCookieName } from "./pending";
import { type SignedIn, signIn } from "./sign-in";

/** Where the sign-in form posts address and password. */
export const SIGN_IN_PATH = "/api/sign-in";

/** Longer than any password that is looked at, so that the field can say "too long". In bytes. */
const BODY_MAX = 256 * 1024;

/** What was wrong, as keys of `login` in the message catalogue. */
export type SignInProblem = {
  key: "wrong_credentials" | "throttled" | "busy";
  minutes?: number;
};

/** What the form's script gets: where to go on, or what was wrong. */
export type SignInAnswer = {
  to?: string;
  problem?: SignInProblem;
  fields?: { address?: string; password?: string };
};

type Answer = {
  status: number;
  body: SignInAnswer;
  cookies?: string[];
  /** Where the sign-in was to lead, for the next try. */
  returnTo?: string;
};

/**
 * Takes a password. It is served straight from the HTTP server: through Next an answer takes as much of the processor as
 * the password's hash, which is meant to be the costly part (docs/decisions/0007-sign-in-beside-next.md). The form works
 * without its script, too; the answer is a redirect then.
 */
export async function answerSignIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "POST") return void response.writeHead(405, { allow: "POST" }).end();
  if (!comesFromUs(request)) return void response.writeHead(403).end();
  const { status, body, cookies = [], returnTo } = await takePassword(request);
  const headers = { "cache-control": "no-store", "set-cookie": cookies };
  if (request.headers.accept?.includes("application/json")) {
    const text = JSON.stringify(body);
    const length = Buffer.byteLength(text);
    response.writeHead(status, { ...headers, "content-type": "application/json", "content-length": length });
    response.end(text);
    return;
  }
  const location =
    body.to ?? `/login?${new URLSearchParams({ ...problemOf(body), ...(returnTo && { to: returnTo }) })}`;
  response.writeHead(303, { ...headers, location, "content-length": 0 }).end();
}

function problemOf({ problem }: SignInAnswer): Record<string, string> {
  if (!problem) return { problem: "wrong_credentials" };
  return { problem: problem.key, ...(problem.minutes && { minutes: String(problem.minutes) }) };
}

async function takePassword(request: IncomingMessage): Promise<Answer> {
  const text = await readBody(request, BODY_MAX);
  if (text === null) return { status: 413, body: { fields: { password: "too_long" } } };
  const input = signInInput.safeParse(fieldsOf(text));
  if (!input.success) {
    const fields = input.error.issues.map((issue) => [issue.path.join("."), issue.message]);
    return { status: 422, body: { fields: Object.fromEntries(fields) } };
  }
  const origin = {
    remoteAddress: String(request.headers["x-real-ip"]),
    userAgent: request.headers["user-agent"] ?? null,
    deviceToken: cookieIn(request.headers.cookie, deviceCookieName()),
  };
  try {
    return { ...answerOf(await signIn(input.data, origin)), returnTo: input.data.returnTo };
  } catch (error) {
    if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
    log.warn("sign_in.too_busy");
    return { status: 503, body: { problem: { key: "busy" } } };
  }
}

function answerOf(result: SignedIn): Answer {
  if (result.ok) {
    const cookies = result.cookies.map(setCookie);
    // What an earlier try left behind must not be gone on with.
    if (result.next === "signed_in")
      cookies.push(setCookie({ name: pendingCookieName(), value: "", expires: new Date(0) }));
    return { status: 200, body: { to: result.to }, cookies };
  }
  if (result.reason === "wrong_credentials")
    return { status: 401, body: { problem: { key: result.reason } } };
  const minutes = Math.ceil(result.retryAfterSeconds / 60);
  return { status: 429, body: { problem: { key: result.reason, minutes } } };
}

/** Nobody else's page signs people in (login CSRF): browsers name the page's origin with every POST. */
const comesFromUs = ({ headers }: IncomingMessage): boolean =>
  headers.origin === env().PUBLIC_URL && headers["sec-fetch-site"] !== "cross-site";

/** A posted form. Of a field sent twice the first counts. */
function fieldsOf(text: string): Record<string, string> {
  const posted = new URLSearchParams(text);
  return Object.fromEntries([...posted.keys()].map((name) => [name, posted.get(name) ?? ""]));
}
