import { z } from "zod";
import type { PolicyAnswer } from "./answer";
import { participantLocation, participantProperties, serviceConfiguration } from "./calls";
import { callQuery, directoryQuery, registrationAlias, singleValues } from "./input";
import { directory, registration } from "./registrations";

export type { PolicyAnswer } from "./answer";
export { devicePasswordPlace } from "./registrations";

type Answerer = (query: URLSearchParams) => Promise<PolicyAnswer>;

const fixed: Record<string, Answerer> = {
  "service/configuration": async (query) => serviceConfiguration(callQuery.parse(singleValues(query))),
  "participant/properties": async (query) => participantProperties(callQuery.parse(singleValues(query))),
  "participant/location": async (query) => participantLocation(callQuery.parse(singleValues(query))),
  registrations: async (query) => directory(directoryQuery.parse(singleValues(query))),
};

/**
 * Answers one question of the bridge. It only reads: a policy request never creates or changes anything.
 * @param path below `policy/v1/`, each part decoded
 * @returns null for a path that the protocol does not know
 * @throws {z.ZodError} for parameters that are missing or malformed
 */
export async function answerPolicy(path: string[], query: URLSearchParams): Promise<PolicyAnswer | null> {
  const answerer = fixed[path.join("/")];
  if (answerer) return answerer(query);
  const [first, alias, ...rest] = path;
  if (first === "registrations" && alias !== undefined && rest.length === 0) {
    return registration(registrationAlias.parse(alias));
  }
  return null;
}

export const isMalformed = (error: unknown): error is z.ZodError => error instanceof z.ZodError;
