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
