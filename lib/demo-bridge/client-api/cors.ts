import { type Exchange, sendEmpty } from "../http/exchange";

/**
 * Lets web pages of other origins use the client API. Without it the published client reports `#pex117`.
 * @returns true when the request was a preflight and is answered.
 */
export function applyCors({ req, res, method }: Exchange, origins: "*" | readonly string[]): boolean {
  const origin = req.headers.origin;
  const allowed = origins === "*" ? "*" : origin && origins.includes(origin) ? origin : null;
  if (allowed) {
    res.setHeader("access-control-allow-origin", allowed);
    if (allowed !== "*") res.setHeader("vary", "origin");
  }
  if (method !== "OPTIONS") return false;
  sendEmpty(res, 204, {
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "pin, token, content-type, authorization, x-pexip-authorization",
    "access-control-max-age": "600",
  });
  return true;
}
