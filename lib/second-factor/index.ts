export { totpSeedPlace } from "./codes";
export {
  beginPasskeyEnrollment,
  confirmEnrollment,
  confirmPasskeyEnrollment,
  type Enrolled,
  enrollment,
  finishEnrollment,
} from "./enroll";
export {
  type Added,
  beginApp,
  beginPasskey,
  confirmApp,
  confirmPasskey,
  FEW_CODES,
  newRecoveryCodes,
  type OwnFactors,
  ownFactors,
  removeApp,
  removePasskey,
  renamePasskey,
} from "./own";
export { passkeyNameFrom, passkeyRequest } from "./passkeys";
export { proveByCode, proveByPasskey } from "./prove";
export type { Refused } from "./refused";
export {
  cancelReset,
  ownReset,
  type ResetState,
  requestReset,
  resetBehind,
  runDueResets,
  stopOwnReset,
  stopReset,
} from "./reset";
export { type Verified, verifyPasskey, verifySecondFactor } from "./verify";
