import { recordAudit } from "../audit";
import { pool } from "../db";
import type { AccountState } from "../generated/prisma/enums";
import { log } from "../log";
import { type FactorRow, factorColumns, stateOf } from "./factor-state";
import { type Passed, passFirstFactor } from "./first-factor";
import type { SignInInput } from "./input";
import { browserSubject } from "./known-device";
import { verifyPassword } from "./password";
import type { Origin } from "./session";
import { countTries, type Try } from "./throttle";
import { digestOf } from "./token";

export type SignedIn =
  | ({ ok: true } & Passed)
  // One answer for an unknown person, a wrong password, a closed account and one without a password.
  | { ok: false; reason: "wrong_credentials" }
  | { ok: false; reason: "throttled"; retryAfterSeconds: number };

type Found = FactorRow & {
  id: string;
  passwordHash: string | null;
  state: AccountState;
  requiresSso: boolean;
  isBreakGlass: boolean;
  isKnownDevice: boolean;
};

const FIND = {
  name: "sign_in.find",
  text: `
  SELECT u."id", u."passwordHash", u."state", ${factorColumns},
         coalesce(o."requiresSso", false) AS "requiresSso",
         coalesce(o."breakGlassUserId" = u."id" AND u."role" = 'ORG_ADMIN', false) AS "isBreakGlass",
         EXISTS (SELECT 1 FROM "KnownDevice" d WHERE d."tokenHash" = $2 AND d."userId" = u."id" AND d."expiresAt" > now())
           AS "isKnownDevice"
  FROM "User" u LEFT JOIN "Organization" o ON o."id" = u."organizationId"
  WHERE u."email" = $1 OR u."videoAddress" = $1`,
};

/** The first factor, by e-mail or video address and password. */
export async function signIn(input: SignInInput, origin: Origin): Promise<SignedIn> {
  const { remoteAddress, deviceToken } = origin;
  const tokenHash = deviceToken ? digestOf(deviceToken) : null;
  const [user = null] = (await pool().query<Found>({ ...FIND, values: [input.address, tokenHash] })).rows;
  const whom = { subjectId: user?.id, organizationId: user?.organizationId, partnerId: user?.partnerId };
  const refused = (action: "sign_in.refused" | "sign_in.throttled", why: string) =>
    recordAudit({ action, ...whom, remoteAddress, facts: { method: "password", why } });

  // Both addresses of a person count as one account; an unknown one is counted the same way.
  const tries: Try[] =
    user?.isKnownDevice && tokenHash
      ? [{ kind: "device", subject: browserSubject(tokenHash, user.id) }]
      : [
          { kind: "address", subject: remoteAddress ?? "unknown" },
          { kind: "account", subject: user?.id ?? input.address },
        ];
  const tried = await countTries(tries);
  if (!tried.allowed) {
    const { kind, retryAfterSeconds } = tried;
    log.warn({ limit: kind }, "sign_in.throttled");
    // The first of a row is enough: an attack must not fill the audit log.
    if (tried.isFirst) await refused("sign_in.throttled", kind);
    return { ok: false, reason: "throttled", retryAfterSeconds };
  }
  const right = await verifyPassword(user?.passwordHash ?? null, input.password);
  const mayUsePassword = !user?.requiresSso || user.isBreakGlass;
  if (!user || !right || user.state !== "ACTIVE" || !mayUsePassword) {
    log.info({ userId: user?.id ?? null }, "sign_in.refused");
    const why = !right ? "wrong_password" : user?.state !== "ACTIVE" ? "closed" : "sso_required";
    await refused("sign_in.refused", user ? why : "unknown_person");
    return { ok: false, reason: "wrong_credentials" };
  }
  const first = {
    userId: user.id,
    method: "password",
    persistent: input.keep,
    returnTo: input.returnTo,
  } as const;
  const ofAccount = tries.filter(({ kind }) => kind !== "address");
  return { ok: true, ...(await passFirstFactor({ ...first, origin }, ofAccount, stateOf(user))) };
}
