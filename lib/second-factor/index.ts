export { totpSeedPlace } from "./codes";
export { confirmEnrollment, enrollment, finishEnrollment } from "./enroll";
export { proveByCode } from "./prove";
export type { Refused } from "./refused";
export { verifySecondFactor } from "./verify";
