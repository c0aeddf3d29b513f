import { z } from "zod";
import { addressName } from "./address-name";
import { roomSettings } from "./settings-input";

/** A new permanent room. */
export const createRoomInput = z.object({ name: roomSettings.shape.name, addressName });
export type CreateRoomInput = z.output<typeof createRoomInput>;
