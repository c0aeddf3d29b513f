export { answerRequest, RECOVERY_JOB, RECOVERY_PLACE, type Requested, requestRecovery } from "./request";
export { findRecovery, type Recovered, type Recovering, recoverPassword } from "./reset";
