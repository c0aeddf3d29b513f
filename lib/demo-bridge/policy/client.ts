import { causeOf } from "../cause";
import type { Logger } from "../logger";
import type { PolicyOptions } from "../options";

/** What the policy server said, before anything of it is believed. */
export type PolicyAnswer =
  | { kind: "answered"; status: unknown; action: unknown; result: unknown; newAlias: string | null }
  /** No answer, an error status, or no JSON: the bridge uses its own configuration. */
  | { kind: "none" };

/** Parameters of a policy request. Booleans travel as `True` and `False`, missing values not at all. */
export type PolicyQuery = Record<string, string | number | boolean | undefined>;

const longestValue = 250;

function queryString(query: PolicyQuery): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    const text = typeof value === "boolean" ? (value ? "True" : "False") : String(value);
    search.set(name, text.slice(0, longestValue));
  }
  return search.toString();
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Asks the policy server as a conferencing node does: GET, HTTP Basic, no redirects, a short patience
 * (reference: Pexip Infinity external policy).
 */
export class PolicyClient {
  private readonly base: string;
  private readonly authorization: string;
  private isAway = false;

  constructor(
    private readonly options: PolicyOptions,
    private readonly logger: Logger,
  ) {
    this.base = options.url.replace(/\/+$/, "");
    this.authorization = `Basic ${Buffer.from(`${options.username}:${options.password}`).toString("base64")}`;
  }

  /** @param path below `/policy/v1/`, parts of it already encoded. Never throws. */
  async ask(path: string, query: PolicyQuery): Promise<PolicyAnswer> {
    try {
      const response = await fetch(`${this.base}/policy/v1/${path}?${queryString(query)}`, {
        headers: { authorization: this.authorization, accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(this.options.timeoutMs ?? 5_000),
      });
      this.note(null);
      const body: unknown = await response.json().catch(() => null);
      if (response.status !== 200 || !isRecord(body)) {
        this.logger.debug({ path, status: response.status }, "policy server gave no usable answer");
        return { kind: "none" };
      }
      const { status, action, result } = body;
      const newAlias = isRecord(result) && typeof result.new_alias === "string" ? result.new_alias : null;
      return { kind: "answered", status, action, result, newAlias };
    } catch (error) {
      this.note(causeOf(error));
      return { kind: "none" };
    }
  }

  /** Says once that the policy server went away, and once that it is back. */
  private note(cause: string | null): void {
    const wasAway = this.isAway;
    this.isAway = cause !== null;
    if (this.isAway && !wasAway) this.logger.warn({ cause }, "policy server is away");
    if (!this.isAway && wasAway) this.logger.info({}, "policy server is back");
  }
}
