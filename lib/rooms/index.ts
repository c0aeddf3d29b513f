export { closeRoom, purgeRoomAliases, reopenRoom } from "./close";
export { type AddedCoHost, addCoHost, type CoHost, listCoHosts, removeCoHost } from "./co-hosts";
export { type CreatedRoom, createOneTimeRoom, createRoom, ROOMS_MAX } from "./create";
export type { RoomListInput, SetPinsInput } from "./input";
export { livePresence, type Presence } from "./presence";
export {
  getRoom,
  guestPinPlace,
  hostPinPlace,
  listRooms,
  loadRoom,
  pinsOf,
  type RoomLine,
  type RoomView,
  sealPins,
  setPins,
} from "./rooms";
export {
  type BridgedSettings,
  bridgedSettings,
  getRoomSettings,
  type RoomSettingsView,
  type SavedRoom,
  saveRoomSettings,
} from "./settings";
export { REJOIN_MS, type Validity, type ValidityFacts, validityOf } from "./validity";
