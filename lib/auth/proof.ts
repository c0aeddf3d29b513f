import { recordAudit } from "../audit";
import { db } from "../db";
import { AppError } from "../errors";
import { log } from "../log";
import { hasPassword } from "./change-password";
import { factorState } from "./factor-state";
import { verifyPassword } from "./password";
import { countPasswordTry, forgetPasswordTries } from "./password-tries";
import type { Viewer } from "./session";
import { noteProof } from "./step-up";
import { whomOf } from "./whom";

/** By what somebody who is signed in can prove anew who they are: the strongest that they have. */
export type ProofWays = {
  passkey: boolean;
  /** Of the app, or a recovery code. */
  code: boolean;
  password: boolean;
  /** The organization whose identity provider confirmed the person in this session, and can be asked again. */
  provider: { slug: string; name: string } | null;
  /** There is none of these: only a sign-in from the start is left. */
  signInAgain: boolean;
};

export async function proofWays({ actor: { userId }, sessionId }: Viewer): Promise<ProofWays> {
  const { hasFactor, passkeys } = await factorState(userId);
  if (hasFactor)
    return { passkey: passkeys > 0, code: true, password: false, provider: null, signInAgain: false };
  const [password, provider] = await Promise.all([hasPassword(userId), providerOf(sessionId)]);
  return { passkey: false, code: false, password, provider, signInAgain: !password && !provider };
}

async function providerOf(sessionId: string): Promise<ProofWays["provider"]> {
  return db().organization.findFirst({
    where: {
      sso: { isEnabled: true },
      users: { some: { sessions: { some: { id: sessionId, method: "saml" } } } },
    },
    select: { slug: true, name: true },
  });
}

/** What proved who somebody is. */
export type ProvenBy = "password" | "totp" | "passkey" | "recovery_code" | "saml";

/** Why a proof was refused, as keys of `confirm.problems` in the message catalogue. */
export type ProofProblem =
  | "wrong_password"
  | "wrong_code"
  | "passkey_refused"
  | "throttled"
  /** The identity provider named somebody else. */
  | "other_person"
  /** The identity provider did not ask the person again. */
  | "not_asked";

export type Proven =
  | { ok: true }
  | { ok: false; reason: "wrong_password" | "wrong_code" | "passkey_refused" }
  | { ok: false; reason: "throttled"; retryAfterSeconds: number };

/** Notes a proof on the session, for {@link requireProof}. */
export async function proofGiven(viewer: Viewer, by: ProvenBy, remoteAddress: string | null): Promise<void> {
  await noteProof(viewer.sessionId);
  await recordAudit({ action: "session.proven", ...whomOf(viewer), remoteAddress, facts: { by } });
  log.info({ userId: viewer.actor.userId, by }, "session.proven");
}

/** Notes that a proof was refused. Of a row that waits, the first is enough. */
export async function proofRefused(
  viewer: Viewer,
  why: ProofProblem,
  remoteAddress: string | null,
): Promise<void> {
  await recordAudit({ action: "session.proof_refused", ...whomOf(viewer), remoteAddress, facts: { why } });
  log.info({ userId: viewer.actor.userId, why }, "session.proof_refused");
}

/**
 * Takes the password as the proof, from somebody who has no second factor.
 * @throws {AppError} `forbidden` for somebody who has one, or no password
 */
export async function proveByPassword(
  viewer: Viewer,
  password: string,
  remoteAddress: string | null,
): Promise<Proven> {
  const { userId } = viewer.actor;
  if (!(await proofWays(viewer)).password) throw new AppError("forbidden");
  const tried = await countPasswordTry(userId);
  if (!tried.allowed) {
    if (tried.isFirst) await proofRefused(viewer, "throttled", remoteAddress);
    return { ok: false, reason: "throttled", retryAfterSeconds: tried.retryAfterSeconds };
  }
  const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: userId } });
  if (!(await verifyPassword(passwordHash, password))) {
    await proofRefused(viewer, "wrong_password", remoteAddress);
    return { ok: false, reason: "wrong_password" };
  }
  await forgetPasswordTries(userId);
  await proofGiven(viewer, "password", remoteAddress);
  return { ok: true };
}
