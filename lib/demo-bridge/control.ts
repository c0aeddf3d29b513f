import type { EndpointCalls } from "./calls/endpoint";
import type { CallResult, CallSpec } from "./calls/facts";
import type { CallPlacer } from "./calls/place";
import { type BridgeState, bridgeState } from "./demo-api/state";
import type { Controls } from "./engine/controls";
import type { Engine } from "./engine/engine";
import type { Participant } from "./engine/model";
import { reason } from "./engine/reasons";
import type { EventSink } from "./event-sink/event-sink";
import type { Faults } from "./faults";
import type { Logger } from "./logger";
import type { Chance } from "./random";
import type { Registration, RegistrationRequest, Registrations } from "./registrations";
import { type LivelyOptions, startLively } from "./scenario/lively";
import { Load, type LoadSpec } from "./scenario/load";

interface Parts {
  engine: Engine;
  controls: Controls;
  placer: CallPlacer;
  endpoints: EndpointCalls;
  registrations: Registrations;
  sink: EventSink | null;
  faults: Faults;
  chance: Chance;
  logger: Logger;
}

/** What somebody out there does during a call. A field left out stays as it is. */
export interface CallChange {
  isMuted?: boolean;
  isPresenting?: boolean;
  displayName?: string;
  /** Raises or lowers the hand. */
  hasHandUp?: boolean;
}

/** Plays the people at the other end of the line. `/demo/v1` offers the same over HTTP. */
export class BridgeControl {
  private readonly loads: Load[] = [];
  private lively: { stop(): Promise<void> } | null = null;

  constructor(private readonly parts: Parts) {}

  /** Places a call; resolves once the caller is inside, waiting, at the PIN prompt or refused. */
  placeCall(spec: CallSpec): Promise<CallResult> {
    return this.parts.placer.place(spec);
  }

  /** The caller hangs up, with all legs. @returns false when there is no such call any more. */
  hangUp(legId: string): boolean {
    const found = this.parts.engine.findLeg(legId);
    if (found) this.parts.engine.leave(found.conference, found.participant, reason.hungUp);
    return found !== null;
  }

  /** Types a PIN at the prompt. @returns whether it was accepted; null when nobody is at the prompt. */
  typePin(legId: string, pin: string): boolean | null {
    const found = this.parts.engine.findLeg(legId);
    if (found?.participant.stage !== "ivr") return null;
    return this.parts.endpoints.typePin(found.conference, found.participant, pin);
  }

  /** Changes a call from the caller's side. @returns false when there is no such call. */
  changeCall(legId: string, change: CallChange): boolean {
    const found = this.parts.engine.findLeg(legId);
    if (!found) return false;
    const { conference, participant } = found;
    const { controls } = this.parts;
    const fields: Partial<Participant> = {};
    if (change.isMuted !== undefined) fields.isMuted = change.isMuted;
    if (change.displayName !== undefined) fields.displayName = change.displayName;
    if (change.hasHandUp !== undefined) fields.buzzTime = change.hasHandUp ? Date.now() / 1000 : 0;
    controls.change(conference, participant, fields);
    if (change.isPresenting === true) controls.present(conference, participant);
    if (change.isPresenting === false) controls.stopPresenting(conference, participant);
    return true;
  }

  /** Registers a device as policy allows. @returns null when it is refused. */
  register(request: RegistrationRequest): Promise<Registration | null> {
    return this.parts.registrations.register(request);
  }

  unregister(id: string): boolean {
    return this.parts.registrations.unregister(id);
  }

  /** Everything the bridge holds now. */
  state(): BridgeState {
    return bridgeState(this.parts.engine, this.parts.sink?.state() ?? [], this.parts.faults);
  }

  /** Switches faults; those not named stay as they are. @returns all of them. */
  faults(change: Partial<Faults> = {}): Faults {
    Object.assign(this.parts.faults, change);
    this.parts.sink?.nudge();
    return { ...this.parts.faults };
  }

  /** Keeps sample meetings alive in the given rooms. Starting it again replaces the earlier one. */
  startLively(options: LivelyOptions): void {
    void this.lively?.stop();
    this.lively = startLively(this.parts, options);
  }

  /** Starts a load. @returns its number, for {@link load}. */
  startLoad(spec: LoadSpec): number {
    return this.loads.push(new Load(spec, this.parts)) - 1;
  }

  /** A load by its number: its report so far and its end. */
  load(number: number): Load | null {
    return this.loads[number] ?? null;
  }

  /** Ends scenarios and loads that run; the people in the meetings stay. */
  async endScenarios(): Promise<void> {
    for (const load of this.loads) load.stop();
    await this.lively?.stop();
    this.lively = null;
  }
}
