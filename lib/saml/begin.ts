import { randomBytes } from "node:crypto";
import { type Actor, authorizeOrganization } from "../access";
import { countTry, digestOf, type SessionCookie, safeReturnTo, type Viewer } from "../auth";
import { db } from "../db";
import { AppError } from "../errors";
import { log } from "../log";
import { browserCookie, REQUEST_MS } from "./browser";
import { findServiceProvider, messagesOf, type ServiceProvider } from "./service-provider";

/**
 * A sign-in to begin. A `proof` has the provider ask somebody anew who is signed in. A `test` shows the asking admin what
 * the provider answers. Neither signs anybody in.
 */
export type Beginning = {
  slug: string;
  /** The browser's cookie, if it has one (lib/saml/browser.ts). */
  browserToken: string | undefined;
  remoteAddress: string | null;
} & (
  | { kind: "login"; returnTo: unknown; persistent: boolean }
  | { kind: "proof"; returnTo: unknown; viewer: Pick<Viewer, "actor" | "sessionId"> }
  | { kind: "test"; actor: Actor }
);

/** Where to send the browser, and the cookie that binds it to the answer. */
export type Begun =
  | { ok: true; url: string; cookie: SessionCookie; requestId: string }
  | { ok: false; reason: "throttled"; retryAfterSeconds: number };

/** An id as SAML wants it: an XML name, and not to be guessed (SAML 2.0 Core, 1.3.4). */
export const newRequestId = (): string => `_${randomBytes(20).toString("hex")}`;

/**
 * Begins a sign-in at the organization's identity provider.
 * @throws {AppError} `not_found` without such an organization, with single sign-on off, for a proof by somebody who is not
 * of the organization, and for a test by anybody but its admin
 */
export async function beginLogin(beginning: Beginning): Promise<Begun> {
  const sp = await findServiceProvider(beginning.slug);
  if (!sp) throw new AppError("not_found");
  authorizeBeginning(beginning, sp);
  const tried = await countTry("ssoBeginning", beginning.remoteAddress ?? "unknown");
  if (!tried.allowed) {
    log.warn({ limit: "ssoBeginning" }, "sso.throttled");
    return { ok: false, reason: "throttled", retryAfterSeconds: tried.retryAfterSeconds };
  }
  const cookie = browserCookie(beginning.browserToken);
  const requestId = newRequestId();
  const isTest = beginning.kind === "test";
  await db().samlRequest.create({
    data: {
      id: requestId,
      organizationId: sp.organization.id,
      kind: beginning.kind,
      returnTo: isTest ? testPath(requestId) : safeReturnTo(beginning.returnTo, ""),
      persistent: beginning.kind === "login" && beginning.persistent,
      sessionId: beginning.kind === "proof" ? beginning.viewer.sessionId : null,
      userId: isTest && "userId" in beginning.actor ? beginning.actor.userId : null,
      browserHash: digestOf(cookie.value),
      expiresAt: new Date(Date.now() + REQUEST_MS),
    },
  });
  // A test's answer that names no request of ours is found by it, to say so. It never decides where anybody goes.
  const relayState = isTest ? requestId : "";
  const messages = messagesOf(sp, requestId, { forceAuthn: beginning.kind === "proof" });
  const url = await messages.getAuthorizeUrlAsync(relayState, undefined, {});
  return { ok: true, url, cookie, requestId };
}

/** Where a test's report is shown. */
export const testPath = (requestId: string): string => `/admin/sso/test?id=${requestId}`;

function authorizeBeginning(beginning: Beginning, sp: ServiceProvider): void {
  const organizationId = sp.organization.id;
  if (beginning.kind === "test")
    authorizeOrganization(beginning.actor, "organization.configureSignIn", { organizationId });
  else if (!sp.isEnabled) throw new AppError("not_found");
  else if (beginning.kind === "proof" && !isOf(beginning.viewer.actor, organizationId))
    throw new AppError("not_found");
}

const isOf = (actor: Viewer["actor"], organizationId: string): boolean =>
  "organizationId" in actor && actor.organizationId === organizationId;
