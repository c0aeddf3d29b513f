export { normalizeAlias, serviceTagOf } from "./alias";
export { provesOnNet } from "./call-tag";
export { BRIDGE_HEALTH_CHANGED, type BridgeState, bridgeState, CHECK_EVERY_MS, checkBridge } from "./health";
export { bridge, type ConferenceCommand, type LegKey, type ParticipantCommand } from "./management";
export { reconcile } from "./reconcile";
