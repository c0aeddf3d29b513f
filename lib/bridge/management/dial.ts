import { z } from "zod";

/** `participant/dial/` in the bridge's own words (reference: Pexip Infinity management API, command). */
export type DialCommand = {
  conference_alias: string;
  destination: string;
  protocol: "sip" | "h323";
  role: "chair" | "guest";
  call_type: "video" | "audio";
  remote_display_name?: string;
  /** Keyed in once the call is answered; a comma waits two seconds. */
  dtmf_sequence?: string;
} & ({ routing: "manual"; system_location: string } | { routing: "routing_rule" });

/** The ids in the answer to a dial command. A bridge that names none has begun to call all the same. */
export const dialledIds = z
  .object({ participant_id: z.string().nullish(), participant_ids: z.array(z.string()).nullish() })
  .transform(({ participant_id, participant_ids }) => [
    ...new Set([...(participant_ids ?? []), ...(participant_id ? [participant_id] : [])]),
  ])
  .catch([]);
