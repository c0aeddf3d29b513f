import { recordAudit } from "../audit";
import { db } from "../db";
import { log } from "../log";
import { type Passed, passFirstFactor } from "./first-factor";
import type { SignInInput } from "./input";
import { isKnownDevice } from "./known-device";
import { verifyPassword } from "./password";
import type { Origin } from "./session";
import { countTry, forgetTries, type ThrottleKind } from "./throttle";
import { digestOf } from "./token";

export type SignedIn =
  | ({ ok: true } & Passed)
  // One answer for an unknown person, a wrong password, a closed account and one without a password.
  | { ok: false; reason: "wrong_credentials" }
  | { ok: false; reason: "throttled"; retryAfterSeconds: number };

/** The first factor, by e-mail or video address and password. */
export async function signIn(input: SignInInput, origin: Origin): Promise<SignedIn> {
  const user = await db().user.findFirst({
    where: { OR: [{ email: input.address }, { videoAddress: input.address }] },
    select: {
      id: true,
      passwordHash: true,
      state: true,
      organizationId: true,
      partnerId: true,
      organization: { select: { requiresSso: true, breakGlassUserId: true } },
    },
  });
  const { remoteAddress } = origin;
  const whom = { subjectId: user?.id, organizationId: user?.organizationId, partnerId: user?.partnerId };
  const refused = (action: "sign_in.refused" | "sign_in.throttled", why: string) =>
    recordAudit({ action, ...whom, remoteAddress, facts: { method: "password", why } });

  // Both addresses of a person count as one account; an unknown one is counted the same way.
  const account = user?.id ?? input.address;
  const isKnown = user !== null && (await isKnownDevice(user.id, origin.deviceToken));
  const counters: [ThrottleKind, string][] = isKnown
    ? [["device", `${Buffer.from(digestOf(origin.deviceToken ?? "")).toString("base64url")} ${account}`]]
    : [
        ["address", remoteAddress ?? "unknown"],
        ["account", account],
      ];
  for (const [kind, subject] of counters) {
    const tried = await countTry(kind, subject);
    if (tried.allowed) continue;
    log.warn({ limit: kind }, "sign_in.throttled");
    // The first of a row is enough: an attack must not fill the audit log.
    if (tried.isFirst) await refused("sign_in.throttled", kind);
    return { ok: false, reason: "throttled", retryAfterSeconds: tried.retryAfterSeconds };
  }
  const right = await verifyPassword(user?.passwordHash ?? null, input.password);
  const mayUsePassword = !user?.organization?.requiresSso || user.organization.breakGlassUserId === user.id;
  if (!user || !right || user.state !== "ACTIVE" || !mayUsePassword) {
    log.info({ userId: user?.id ?? null }, "sign_in.refused");
    const why = !right ? "wrong_password" : user?.state !== "ACTIVE" ? "closed" : "sso_required";
    await refused("sign_in.refused", user ? why : "unknown_person");
    return { ok: false, reason: "wrong_credentials" };
  }
  for (const [kind, subject] of counters) if (kind !== "address") await forgetTries(kind, subject);
  const first = {
    userId: user.id,
    method: "password",
    persistent: input.keep,
    returnTo: input.returnTo,
  } as const;
  return { ok: true, ...(await passFirstFactor({ ...first, origin })) };
}
