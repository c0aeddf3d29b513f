/**
 * Why a participant was disconnected, in the words the published client maps to its codes
 * (reference: Pexip client API v2, list of errors).
 */
export const reason = {
  tokenExpired: "Timer expired awaiting token refresh",
  endedByAdministrator: "API initiated conference termination",
  ejectedByAdministrator: "API initiated participant disconnect",
  ejectedByHost: "Disconnected by another participant",
  endedByHost: "Conference terminated by another participant",
  waitedTooLong: "Timeout waiting for conference host to join or permit access to locked conference",
  nobodyKeepsAlive: "No participants can keep conference alive",
  hostsLeft: "All conference hosts departed hosted conference",
  rejected: "Call rejected",
  hungUp: "Call disconnected",
  dialFailed: "Gateway dial out failed",
  notFound: "Neither conference nor gateway found",
  pinRetries: "Participant exceeded PIN entry retries",
  pinTimeout: "Timeout waiting for PIN entry",
  limitReached: "Participant limit reached",
  encryptionRequired: "Encryption required",
  transferred: "Call transferred",
  clientLeft: "User initiated disconnect",
  bridgeStopped: "System in maintenance mode",
} as const;
