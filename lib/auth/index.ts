export { hashPassword } from "./password";
export {
  actorId,
  createSession,
  endSession,
  findSession,
  type LiveSession,
  purgeSessions,
  SESSIONS_CHANGED,
  type SessionCookie,
  sessionCookieName,
  stillValid,
  type Viewer,
} from "./session";
export { type Origin, type SignedIn, signIn } from "./sign-in";
export { purgeThrottle } from "./throttle";
