import { createHash } from "node:crypto";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { deviceOf } from "../auth";
import { db } from "../db";
import { env } from "../env";
import type { Passkey } from "../generated/prisma/client";
import { log } from "../log";
import { Minute } from "../time";
import { type ChallengeHome, putChallenge, takeChallenge, userIn } from "./challenge";
import type { NewPasskeyAnswer, PasskeyAnswer } from "./input";

/** How long a browser waits for its person, in milliseconds. */
const TIMEOUT_MS = 2 * Minute.ms;

/** Who we are to authenticators: keys are bound to this host, and work nowhere else. */
const party = () => ({ id: new URL(env().PUBLIC_URL).hostname, origin: env().PUBLIC_URL });

/**
 * What an authenticator files a key under: the same for all keys of an account, and says nothing of its person
 * (WebAuthn Level 3, 14.6.1).
 */
const userHandle = (userId: string) =>
  new Uint8Array(createHash("sha256").update(`passkey user ${userId}`).digest());

/** What a passkey is called until its owner names it: by the browser that it was made with. */
export function passkeyNameFrom(userAgent: string | null): string {
  const { browser, system } = deviceOf(userAgent);
  return [browser, system].filter(Boolean).join(" · ").slice(0, 60) || "Passkey";
}

type Transports = NewPasskeyAnswer["response"]["transports"];
const described = ({ credentialId, transports }: Passkey) => ({
  id: credentialId,
  transports: transports as Transports,
});

const passkeysOf = (userId: string) =>
  db().passkey.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });

/** Asks for a signature of one of the person's passkeys. */
export async function passkeyRequest(home: ChallengeHome): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await generateAuthenticationOptions({
    rpID: party().id,
    allowCredentials: (await passkeysOf(userIn(home))).map(described),
    // It stands beside a password or a session: having the key is enough, its PIN or fingerprint is welcome.
    userVerification: "preferred",
    timeout: TIMEOUT_MS,
  });
  await putChallenge(home, options.challenge);
  return options;
}

/** Asks for a new passkey, on an authenticator that holds none of this person's yet. */
export async function passkeyCreation(
  home: ChallengeHome,
  names: { product: string; email: string; displayName: string },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const userId = userIn(home);
  const options = await generateRegistrationOptions({
    rpName: names.product,
    rpID: party().id,
    userID: userHandle(userId),
    userName: names.email,
    userDisplayName: names.displayName,
    // Which make of key somebody uses is nothing that we need to know.
    attestationType: "none",
    excludeCredentials: (await passkeysOf(userId)).map(described),
    // The person is known from the first factor, so a key need not use up its storage for us.
    authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
    timeout: TIMEOUT_MS,
  });
  await putChallenge(home, options.challenge);
  return options;
}

/** A passkey that has proven itself, to be stored. */
export type NewPasskey = Pick<Passkey, "credentialId" | "publicKey" | "counter" | "transports">;

/** Checks the answer to {@link passkeyCreation}. Null when it does not hold, or comes twice. */
export async function newPasskeyFrom(
  home: ChallengeHome,
  answer: NewPasskeyAnswer,
): Promise<NewPasskey | null> {
  const challenge = await takeChallenge(home);
  if (!challenge) return null;
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: party().origin,
      expectedRPID: party().id,
      requireUserVerification: false,
    });
    if (!registrationInfo) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    const { transports } = answer.response;
    return { credentialId: id, publicKey: new Uint8Array(publicKey), counter: BigInt(counter), transports };
  } catch {
    return noteRefused(userIn(home), "new");
  }
}

/** Takes a signature of one of the person's passkeys, once. @returns whether it holds */
export async function acceptPasskey(home: ChallengeHome, answer: PasskeyAnswer): Promise<boolean> {
  const userId = userIn(home);
  const challenge = await takeChallenge(home);
  const passkey = challenge && (await db().passkey.findFirst({ where: { userId, credentialId: answer.id } }));
  if (!challenge || !passkey) return false;
  const { credentialId: id, publicKey } = passkey;
  let counter: bigint;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: party().origin,
      expectedRPID: party().id,
      // The counter is compared below, where it is also written.
      credential: { id, publicKey, counter: 0 },
      requireUserVerification: false,
    });
    if (!verified) return false;
    counter = BigInt(authenticationInfo.newCounter);
  } catch {
    noteRefused(userId, "signature");
    return false;
  }
  // A key counts its signatures, or says zero for ever. One that falls behind is a copy (WebAuthn Level 3, 6.1.1).
  const { count } = await db().passkey.updateMany({
    where: { id: passkey.id, counter: counter === 0n ? 0n : { lt: counter } },
    data: { counter, lastUsedAt: new Date() },
  });
  if (count === 0) noteRefused(userId, "counter");
  return count === 1;
}

function noteRefused(userId: string, what: "new" | "signature" | "counter"): null {
  log.warn({ userId, what }, "passkey.refused");
  return null;
}
