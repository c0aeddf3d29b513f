import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";

/** Why a browser gave no passkey; keys of `factor.passkey.problems`. */
export type PasskeyProblem = "cancelled" | "unsupported" | "already" | "failed";

/** What a form posts, or why there is nothing to post. */
export type Asked = { answer: string } | { problem: PasskeyProblem };

// Loaded when somebody is about to use a passkey, and only then.
const library = () => import("@simplewebauthn/browser");

/** Has one of the person's passkeys sign. `begin` asks the server for what it has to sign; null when it cannot. */
export const signWithPasskey = (
  begin: () => Promise<PublicKeyCredentialRequestOptionsJSON | null>,
): Promise<Asked> =>
  ask(begin, async (optionsJSON) => (await library()).startAuthentication({ optionsJSON }));

/** Has the browser make a passkey. */
export const makePasskey = (
  begin: () => Promise<PublicKeyCredentialCreationOptionsJSON | null>,
): Promise<Asked> => ask(begin, async (optionsJSON) => (await library()).startRegistration({ optionsJSON }));

async function ask<Options>(
  begin: () => Promise<Options | null>,
  work: (options: Options) => Promise<object>,
): Promise<Asked> {
  if (!(await library()).browserSupportsWebAuthn()) return { problem: "unsupported" };
  try {
    const options = await begin();
    return options ? { answer: JSON.stringify(await work(options)) } : { problem: "failed" };
  } catch (error) {
    return { problem: problems[(error as Error).name] ?? "failed" };
  }
}

// "Not allowed" is also what a browser says when time is up, or the passkey is on another device: it does not tell.
const problems: Record<string, PasskeyProblem> = {
  NotAllowedError: "cancelled",
  AbortError: "cancelled",
  InvalidStateError: "already",
  NotSupportedError: "unsupported",
  SecurityError: "unsupported",
};
