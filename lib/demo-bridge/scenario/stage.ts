import type { CallPlacer } from "../calls/place";
import type { Controls } from "../engine/controls";
import type { Engine } from "../engine/engine";
import type { Logger } from "../logger";
import type { Chance } from "../random";

/** What scenarios act with. */
export interface ScenarioStage {
  engine: Engine;
  controls: Controls;
  placer: CallPlacer;
  chance: Chance;
  logger: Logger;
}
