export { type DemoBridge, startDemoBridge } from "./bridge";
export type { CallerKind, CallResult, CallSpec } from "./calls/facts";
export type { CallChange } from "./control";
export type { BridgeState, ConferenceState, ParticipantState } from "./demo-api/state";
export type { Faults } from "./faults";
export type { Logger } from "./logger";
export type { MediaCall, MediaCandidate, MediaEngine } from "./media";
export {
  type Credentials,
  type DemoBridgeOptions,
  defaultTimers,
  type EventSinkOptions,
  type OwnRoom,
  type PolicyOptions,
  type Timers,
} from "./options";
export type { Registration, RegistrationRequest } from "./registrations";
export type { LivelyOptions } from "./scenario/lively";
export type { Load, LoadReport, LoadSpec } from "./scenario/load";
