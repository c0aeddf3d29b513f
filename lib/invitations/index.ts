export { type CalendarMethod, calendarOf } from "./calendar";
export { cancelInvitation, changeInvitation, makeInvitation } from "./change";
export {
  type GuestView,
  getInvitation,
  type InvitationLine,
  type InvitationView,
  listInvitations,
  type RoomChoice,
  roomChoices,
} from "./invitations";
export { INVITATION_JOB, INVITATION_PLACE } from "./queue";
export { type SentInvitation, sendInvitation } from "./send";
export { invitationHtml, invitationText } from "./text";
export { type InvitationFacts, type InvitationWords, invitationWords } from "./words";
