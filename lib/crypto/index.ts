export { hasCredentials } from "./basic-auth";
export { sameSecret } from "./compare";
export { needsResealing, type SealKey, seal, unseal } from "./seal";
