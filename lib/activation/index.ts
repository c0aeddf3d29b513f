export { type Activated, activate } from "./activate";
export { activationInput } from "./input";
export { inviteAgain, inviteUser, type NewInvitation, newInvitation, sendActivation } from "./invite";
export { askForNewLink, findActivation, type Waiting, waitingUserId } from "./waiting";
