import { generateSync } from "otplib";

/** For tests: the code that an app with this seed shows, so many steps from now. */
export const codeAt = (seed: string, steps = 0): string =>
  generateSync({ secret: seed, epoch: Math.floor(Date.now() / 1000) + steps * 30 });
