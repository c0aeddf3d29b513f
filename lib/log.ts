import { types } from "node:util";
import pino from "pino";
import { requestContext } from "./request-context";

export const logOptions: pino.LoggerOptions = {
  level: process.env.LOG_LEVEL ?? "info",
  base: null,
  // Every line that is written for a request carries its id, which the answer has as x-request-id.
  mixin: () => ({ ...requestContext.getStore() }),
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  // A safety net, not a licence: what must not be logged is not passed in.
  redact: {
    paths: [
      "password",
      "pin",
      "token",
      "cookie",
      "authorization",
      "*.password",
      "*.pin",
      "*.token",
      "headers",
    ],
    censor: "[redacted]",
  },
  serializers: { err: errorFacts },
};

/**
 * Structured log: `log.info({ roomId, actorId }, "room.pins_changed")`. Messages are `noun.verb_in_past`; fields are
 * ids, counts and durations with their unit. No names, addresses, PINs, keys, tokens or request bodies.
 */
export const log = pino(logOptions);

/** An error as the log may know it: messages of foreign errors can carry data, so only ours are kept. */
function errorFacts(error: unknown): Record<string, unknown> {
  // Errors of another realm (the bundler's, a worker's) are no instances of ours.
  if (!(error instanceof Error || types.isNativeError(error))) return { type: typeof error };
  const code = "code" in error ? error.code : undefined;
  const frames = error.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8);
  return { type: error.name, code, stack: frames?.map((frame) => frame.trim()) };
}
