/** What the bridge logs with; a pino logger fits as it is. Fields first, then what happened. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const nothing = () => {};

/** Says nothing: the default, so that tests stay readable. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
