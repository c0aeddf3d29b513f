import { castsOf } from "./cast";
import { mainRoom, otherRoom, RoomLife } from "./room-life";
import type { ScenarioStage } from "./stage";

/** Which rooms to keep alive. The first is the main one, where there is always a meeting. */
export interface LivelyOptions {
  rooms: string[];
  /** 1, the default, is a pace people can watch; more is faster. */
  pace?: number;
}

/** A demonstration: people come and go in the given rooms until it is stopped. It waits for a portal that is not up yet. */
export function startLively(
  stage: ScenarioStage,
  { rooms, pace = 1 }: LivelyOptions,
): { stop(): Promise<void> } {
  const castFor = castsOf(rooms, stage.chance);
  const lives = rooms.map((alias, index) => {
    return new RoomLife(alias, index === 0 ? mainRoom : otherRoom, castFor(alias), stage, pace);
  });
  return {
    stop: async () => {
      await Promise.all(lives.map((life) => life.stop()));
    },
  };
}
