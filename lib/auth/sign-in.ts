import { db } from "../db";
import type { Role } from "../generated/prisma/enums";
import { log } from "../log";
import type { SignInInput } from "./input";
import { verifyPassword } from "./password";
import { createSession, type SessionCookie } from "./session";
import { countTry, forgetTries } from "./throttle";

/** Where a request came from, as the portal's server determined it. */
export type Origin = { remoteAddress: string; userAgent: string | null };

export type SignedIn =
  | { ok: true; cookie: SessionCookie }
  // One answer for an unknown person, a wrong password, a closed account and one without a password.
  | { ok: false; reason: "wrong_credentials" }
  | { ok: false; reason: "throttled"; retryAfterSeconds: number }
  | { ok: false; reason: "second_factor_required" };

/** Roles that may look into other people's organizations never pass on a password alone (design.md, 1). */
const needsSecondFactor = (role: Role) =>
  role === "PARTNER_AGENT" || role === "PARTNER_ADMIN" || role === "OPERATOR";

/** Signs a person in by e-mail or video address and password. */
export async function signIn(input: SignInInput, origin: Origin): Promise<SignedIn> {
  const user = await db().user.findFirst({
    where: { OR: [{ email: input.address }, { videoAddress: input.address }] },
    select: { id: true, passwordHash: true, state: true, role: true },
  });
  // Both addresses of a person count as one account; an unknown one is counted the same way.
  const account = user?.id ?? input.address;
  for (const [kind, subject] of [
    ["address", origin.remoteAddress],
    ["account", account],
  ] as const) {
    const tried = await countTry(kind, subject);
    if (tried.allowed) continue;
    log.warn({ limit: kind }, "sign_in.throttled");
    return { ok: false, reason: "throttled", retryAfterSeconds: tried.retryAfterSeconds };
  }
  const right = await verifyPassword(user?.passwordHash ?? null, input.password);
  if (!user || !right || user.state !== "ACTIVE") {
    log.info({ userId: user?.id ?? null }, "sign_in.refused");
    return { ok: false, reason: "wrong_credentials" };
  }
  await forgetTries("account", account);
  if (needsSecondFactor(user.role)) return { ok: false, reason: "second_factor_required" };
  const cookie = await createSession(user.id, { method: "password", persistent: input.keep, ...origin });
  log.info({ userId: user.id, method: "password" }, "sign_in.succeeded");
  return { ok: true, cookie };
}
