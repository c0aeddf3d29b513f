import { countTry, forgetTries, type Throttled } from "./throttle";

const subject = (userId: string) => `present ${userId}`;

/**
 * Counts a try at the present password by somebody who is signed in: to change it, or as a proof. Apart from those at
 * sign-in, so that strangers' guessing keeps the owner from neither.
 */
export const countPasswordTry = (userId: string): Promise<Throttled> => countTry("device", subject(userId));
export const forgetPasswordTries = (userId: string): Promise<void> => forgetTries("device", subject(userId));
