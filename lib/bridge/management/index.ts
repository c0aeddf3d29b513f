import { env } from "../../env";
import { type ManagementClient, managementClient } from "./client";
import { pace } from "./pace";

export type { ConferenceCommand, LegKey, ManagementClient, ParticipantCommand } from "./client";
export type { StatusConference, StatusParticipant } from "./status";

let shared: ManagementClient | undefined;

/** The configured bridge. */
export function bridge(): ManagementClient {
  const { BRIDGE_MANAGEMENT_URL, BRIDGE_MANAGEMENT_USERNAME, BRIDGE_MANAGEMENT_PASSWORD } = env();
  shared ??= managementClient({
    baseUrl: BRIDGE_MANAGEMENT_URL,
    username: BRIDGE_MANAGEMENT_USERNAME,
    password: BRIDGE_MANAGEMENT_PASSWORD,
    place: pace(env().BRIDGE_REQUESTS_PER_MINUTE),
  });
  return shared;
}
