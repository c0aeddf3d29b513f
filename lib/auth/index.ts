export { type Changed, changePassword, hasPassword } from "./change-password";
export { type Consented, passConsent } from "./consent";
export { setCookie, tokenCookie } from "./cookie";
export { answerSignIn, SIGN_IN_PATH, type SignInAnswer, type SignInProblem } from "./door";
export { type FactorState, factorState, lockFactors, needsSecondFactor } from "./factor-state";
export {
  homeOf,
  type Passed,
  passFirstFactor,
  passSecondFactor,
} from "./first-factor";
export { deviceCookieName, forgetDevices, purgeDevices, triesSubject } from "./known-device";
export {
  deviceOf,
  endOtherSessions,
  endOwnSession,
  type Network,
  networkOf,
  type OwnSession,
  ownSessions,
} from "./own-sessions";
export { hashPassword } from "./password";
export { passwordPolicyFields, signsInByPassword } from "./password-policy";
export {
  FAILURES_MAX,
  type FirstFactor,
  findPending,
  type Pending,
  pendingCookieName,
  purgePending,
} from "./pending";
export {
  type ProofProblem,
  type ProofWays,
  type Proven,
  proofGiven,
  proofRefused,
  proofWays,
  proveByPassword,
} from "./proof";
export { safeReturnTo } from "./return-to";
export {
  actorId,
  createSession,
  endSession,
  endSessionsOf,
  findSession,
  type LiveSession,
  type Origin,
  personOf,
  purgeSessions,
  SESSIONS_CHANGED,
  type SessionCookie,
  type SessionFacts,
  sessionCookieName,
  stillValid,
  type Viewer,
} from "./session";
export { type SignedIn, signIn } from "./sign-in";
export { isProven, noteProof, requireProof } from "./step-up";
export { countTries, countTry, forgetTries, purgeThrottle } from "./throttle";
export { digestOf, newToken } from "./token";
export { whomOf } from "./whom";
