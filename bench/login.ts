import { password } from "./login-password";
import { saml } from "./login-saml";
import type { Result } from "./run";
import { withBench } from "./stack";

/** Signing in, by password and through an identity provider. */
export const login = (): Promise<Result> =>
  withBench(
    async (bench) => {
      const { verdicts: ofPasswords, ...byPassword } = await password(bench);
      const { verdicts: ofAnswers, ...bySaml } = await saml(bench);
      return { verdicts: [...ofPasswords, ...ofAnswers], byPassword, bySaml };
    },
    // So that each sign-in comes from an address of its own: from one address only a hundred an hour are let try.
    { TRUSTED_PROXY_HOPS: "1" },
  );
