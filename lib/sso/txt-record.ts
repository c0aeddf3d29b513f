import { promises as dns } from "node:dns";
import { env } from "../env";
import { Second } from "../time";

/** For one question to one server, in milliseconds; asked twice. */
const TIMEOUT_MS = 2 * Second.ms;

/** Beside the domain itself, the proof may stand here, where it disturbs no other record. */
const PROOF_HOST = "_mypages";

/** The TXT record that proves a claim: at this host, or at the domain itself. */
export type ProofRecord = { host: string; text: string };

export const proofRecord = (domain: string, token: string): ProofRecord => ({
  host: `${PROOF_HOST}.${domain}`,
  text: `mypages-domain-verification=${token}`,
});

/** `unanswered`: the DNS servers did not say, so that nothing is known. */
export type Proof = "proven" | "missing" | "unanswered";

/** Looks for the proof of a claim in DNS, at the domain and at `_mypages` below it. */
export async function findProof(domain: string, token: string): Promise<Proof> {
  const resolver = new dns.Resolver({ timeout: TIMEOUT_MS, tries: 2 });
  const servers = env().DNS_SERVERS;
  if (servers.length > 0) resolver.setServers(servers);
  const { host, text } = proofRecord(domain, token);
  const found = await Promise.all([host, domain].map((one) => holds(resolver, one, text)));
  if (found.includes("proven")) return "proven";
  return found.includes("unanswered") ? "unanswered" : "missing";
}

async function holds(resolver: dns.Resolver, host: string, text: string): Promise<Proof> {
  try {
    // A record comes in pieces of 255 bytes.
    const records = await resolver.resolveTxt(host);
    return records.some((pieces) => pieces.join("").trim() === text) ? "proven" : "missing";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENODATA" || code === "ENOTFOUND" ? "missing" : "unanswered";
  }
}
