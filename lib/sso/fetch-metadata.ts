import { promises as dns, type LookupAddress } from "node:dns";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { Second } from "../time";
import { METADATA_BYTES_MAX } from "./metadata";
import { isLoopbackAddress, isPublicAddress } from "./public-address";

/** For everything together, redirects included, in milliseconds. */
const TIMEOUT_MS = 5 * Second.ms;
const REDIRECTS_MAX = 3;

/**
 * One answer for a host that is unknown, forbidden, silent, slow or wrong: told apart, they would make this a scanner of
 * networks.
 */
export type Fetched = { ok: true; text: string } | { ok: false; problem: "unreachable" };

type Options = {
  /** For one machine only: metadata from it, over http as well. */
  allowLoopback: boolean;
  lookup?: (host: string) => Promise<LookupAddress[]>;
};

const lookupAll = (host: string) => dns.lookup(host, { all: true, verbatim: true });

/** The address that an administrator gave for metadata, or null when it is none we would ever ask. */
export function metadataAddress(typed: string, allowLoopback: boolean): URL | null {
  if (typed.length > 2048 || !URL.canParse(typed)) return null;
  const url = new URL(typed);
  if (url.username || url.password) return null;
  url.hash = "";
  // Ports of other well-known services are nobody's business; providers listen on 443, 8443, 9031 …
  if (url.port !== "" && Number(url.port) < 1024) return null;
  return url.protocol === "https:" || (allowLoopback && url.protocol === "http:") ? url : null;
}

/**
 * Reads metadata from an address that somebody typed, without becoming that person's hand in our network: each host is
 * resolved once, every one of its addresses must be public, and the connection goes to exactly those; redirects are
 * followed the same way.
 */
export async function fetchMetadata(typed: string, options: Options): Promise<Fetched> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    let url = metadataAddress(typed, options.allowLoopback);
    for (let hops = 0; url && hops <= REDIRECTS_MAX; hops++) {
      const answer = await ask(url, signal, options);
      if ("text" in answer) return { ok: true, text: answer.text };
      url = metadataAddress(new URL(answer.location, url).href, options.allowLoopback);
    }
  } catch {
    // As said above: whatever it was.
  }
  return { ok: false, problem: "unreachable" };
}

type Answer = { text: string } | { location: string };

async function ask(url: URL, signal: AbortSignal, options: Options): Promise<Answer> {
  const addresses = await safeAddresses(url, signal, options);
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        // What was checked is what is connected to: asked again, the name could answer otherwise (DNS rebinding).
        lookup: (_host, { all }, done) =>
          all ? done(null, addresses) : done(null, addresses[0]?.address ?? "", addresses[0]?.family),
        agent: false,
        signal,
        headers: {
          accept: "application/samlmetadata+xml, application/xml, text/xml",
          "user-agent": "MyPages",
        },
      },
      (response) => {
        const { statusCode = 0, headers } = response;
        if ([301, 302, 303, 307, 308].includes(statusCode) && headers.location) {
          response.destroy();
          resolve({ location: headers.location });
        } else if (statusCode === 200 && !headers["content-encoding"]) read(response).then(resolve, reject);
        else {
          response.destroy();
          reject(new Error("no metadata"));
        }
      },
    );
    sent.on("error", reject).end();
  });
}

async function read(response: http.IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > METADATA_BYTES_MAX) throw new Error("too large");
    chunks.push(chunk);
  }
  return { text: decodeMetadata(Buffer.concat(chunks)) };
}

/** Metadata as text: UTF-8, or UTF-16 with a byte order mark, as Windows tools write it. @throws {TypeError} */
export function decodeMetadata(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
}

async function safeAddresses(url: URL, signal: AbortSignal, options: Options): Promise<LookupAddress[]> {
  const { allowLoopback, lookup = lookupAll } = options;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const literal = net.isIP(host);
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => undefined);
  // A number in the address is never looked up by the client, so it is checked here.
  const addresses = literal
    ? [{ address: host, family: literal }]
    : await Promise.race([lookup(host), aborted]);
  const isLoopback = allowLoopback && addresses.every(({ address }) => isLoopbackAddress(address));
  const isPublic = url.protocol === "https:" && addresses.every(({ address }) => isPublicAddress(address));
  if (addresses.length === 0 || !(isLoopback || isPublic)) throw new Error("not a public address");
  return addresses;
}
