import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../read-body";
import { acceptAnswer } from "./accept";
import { findServiceProvider } from "./service-provider";

/** A form of a message of 256 kB: base64, with characters that forms write as three. In bytes. */
export const FORM_BYTES_MAX = 1024 * 1024;

/** The organization at whose assertion consumer service (ACS) an address is, or null for any other address. */
export const acsSlug = (path: string): string | null =>
  /^\/saml\/([a-z0-9-]{1,40})\/acs$/.exec(path)?.[1] ?? null;

/**
 * Takes an identity provider's answer, which the browser posts from there: cookies and Origin are not ours to expect.
 * It is served straight from the HTTP server, as passwords are (docs/decisions/0007-sign-in-beside-next.md), and always
 * answers with where to go on. What was not right is a page of its own there, in the person's language: the cookie that
 * says which comes along again.
 */
export async function answerAcs(
  request: IncomingMessage,
  response: ServerResponse,
  slug: string,
): Promise<void> {
  if (request.method !== "POST") return void response.writeHead(405, { allow: "POST" }).end();
  const form = new URLSearchParams((await readBody(request, FORM_BYTES_MAX)) ?? "");
  const location = await afterAnswer(slug, form, String(request.headers["x-real-ip"]));
  response.writeHead(303, { location, "cache-control": "no-store", "content-length": 0 }).end();
}

async function afterAnswer(slug: string, form: URLSearchParams, remoteAddress: string): Promise<string> {
  const refused = `/saml/${slug}/refused`;
  const sp = await findServiceProvider(slug);
  if (!sp) return refused;
  const [first = "", second] = form.getAll("SAMLResponse");
  // Sent twice, two readers could each take another one.
  const answer = { response: second === undefined ? first : "", relayState: form.get("RelayState") ?? "" };
  const accepted = await acceptAnswer(sp, answer, remoteAddress);
  if (accepted.ok) return accepted.to;
  return accepted.reason === "person" ? `${refused}?why=person` : refused;
}
